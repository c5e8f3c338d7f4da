import { uuidV5 } from "../uuid.js";
import { type BmcAddress, bmcPort, bracketed, parseBmcAddress } from "./bmcAddress.js";

/** Namespace of every node uuid. Frozen: another value would make every server a new node. */
export const NODE_NAMESPACE = "c1f2f0d4-6b0b-4d3c-9a52-7f6d0e5b8a31";

/**
 * The one text that names a server's BMC: lower-case host, port, and the system's path where there is one. The scheme,
 * the credentials and the query do not count, so `redfish://` and `redfish-virtualmedia://` name the same server.
 *
 * @example
 * ```ts
 * canonicalBmcEndpoint(address); // "10.0.1.2:443/redfish/v1/Systems/1"
 * ```
 */
export function canonicalBmcEndpoint(address: BmcAddress): string {
  const systemId = address.family === "redfish" ? (address.systemId ?? "") : "";
  return `${bracketed(address.host)}:${bmcPort(address)}${systemId}`;
}

/** The uuid that a server's node has, whoever enrols it: version 5 of {@link canonicalBmcEndpoint}. */
export function nodeUuid(canonicalEndpoint: string): string {
  return uuidV5(NODE_NAMESPACE, canonicalEndpoint);
}

/**
 * The canonical endpoint behind a node's `driver_info`, to find a second node on one BMC. Undefined where the node's
 * driver is not in the table, or its address cannot be read.
 */
export function canonicalEndpointOfDriverInfo(driverInfo: Readonly<Record<string, unknown>>): string | undefined {
  const redfish = driverInfo.redfish_address;
  if (typeof redfish === "string") {
    const [, transport = "https", rest = redfish] = /^(https?):\/\/(.*)$/.exec(redfish.trim().toLowerCase()) ?? [];
    const systemId = typeof driverInfo.redfish_system_id === "string" ? driverInfo.redfish_system_id : "";
    const separator = systemId === "" || systemId.startsWith("/") ? "" : "/";
    return canonicalOf(`redfish+${transport}://${rest.replace(/\/.*$/, "")}${separator}${systemId}`);
  }
  const ipmi = driverInfo.ipmi_address;
  if (typeof ipmi === "string") {
    const port = driverInfo.ipmi_port;
    const suffix = typeof port === "number" || (typeof port === "string" && port !== "") ? `:${port}` : "";
    return canonicalOf(`ipmi://${bracketed(ipmi.trim())}${suffix}`);
  }
  return undefined;
}

function canonicalOf(text: string): string | undefined {
  const address = parseBmcAddress(text);
  return address.ok ? canonicalBmcEndpoint(address.value) : undefined;
}
