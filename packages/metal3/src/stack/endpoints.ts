import type { DeployVariables } from "./deployVariables.js";
import { type IPAddress, parseIP } from "./ipAddress.js";

/** Where Ironic answers: one address, and the ports behind it. */
interface IronicAddress {
  /** IPv4 or IPv6 address, without brackets. */
  readonly address: string;
  /** Whether Ironic's API speaks TLS. */
  readonly tls: boolean;
  /** Port of Ironic's API. Default: 6385. */
  readonly apiPort?: string | undefined;
  /** Port of the web server that holds the ramdisk, which never speaks TLS. Default: 6180. */
  readonly httpPort?: string | undefined;
}

/** Keys of the .env files that say where Ironic is. */
export type EndpointKey = "IRONIC_ENDPOINT" | "IRONIC_INSPECTOR_ENDPOINT" | "DEPLOY_KERNEL_URL" | "DEPLOY_RAMDISK_URL";

const API_PORT = "6385";
const INSPECTOR_PORT = "5050";
const HTTP_PORT = "6180";

/**
 * What the .env files say when Ironic is at an address: where the operator finds Ironic's API and, before v0.5, the
 * inspector's, and where Ironic finds the ramdisk that its own web server holds.
 *
 * @example
 * ```ts
 * endpointsAt({ address: "fd00::2", tls: true }).IRONIC_ENDPOINT; // "https://[fd00::2]:6385/v1/"
 * ```
 */
export function endpointsAt({
  address,
  tls,
  apiPort = API_PORT,
  httpPort = HTTP_PORT,
}: IronicAddress): Readonly<Record<EndpointKey, string>> {
  const host = address.includes(":") ? `[${address}]` : address;
  const scheme = tls ? "https" : "http";
  return {
    IRONIC_ENDPOINT: `${scheme}://${host}:${apiPort}/v1/`,
    IRONIC_INSPECTOR_ENDPOINT: `${scheme}://${host}:${INSPECTOR_PORT}/v1/`,
    DEPLOY_KERNEL_URL: `http://${host}:${httpPort}/images/ironic-python-agent.kernel`,
    DEPLOY_RAMDISK_URL: `http://${host}:${httpPort}/images/ironic-python-agent.initramfs`,
  };
}

/** An address of the host that Ironic runs on, and the variable or key that says so. */
export interface HostAddress {
  readonly name: "IRONIC_HOST_IP" | "PROVISIONING_IP";
  readonly text: string;
  readonly address: IPAddress;
}

/** Addresses of Ironic's host; what is not an address is left out. */
export function hostAddresses(
  variables: DeployVariables,
  ironicEnv: Readonly<Record<string, string>>,
): readonly HostAddress[] {
  const named = [
    ["IRONIC_HOST_IP", variables.IRONIC_HOST_IP],
    ["PROVISIONING_IP", ironicEnv.PROVISIONING_IP],
  ] as const;
  return named.flatMap(([name, text]) => {
    const address = text ? parseIP(text) : undefined;
    return address && text ? [{ name, text, address }] : [];
  });
}
