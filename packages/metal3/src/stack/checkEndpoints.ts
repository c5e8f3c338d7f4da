import { type Problem, warningAt } from "@ironworks/core/problems";
import type { DeployFlags } from "../releases/deployFlags.js";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import { checkedInEnv, envOf, filesOf } from "./config.js";
import { type EndpointKey, endpointsAt, type HostAddress, hostAddresses } from "./endpoints.js";
import { networkOf, parseIP } from "./ipAddress.js";
import type { UpstreamSpec } from "./stackContext.js";

type Env = Readonly<Record<string, string>>;

/** Keys that only the operator reads: where the APIs are. Ironic reads the others. */
const API_KEYS: readonly EndpointKey[] = ["IRONIC_ENDPOINT", "IRONIC_INSPECTOR_ENDPOINT"];

/** Keys that say where the ramdisk is. The operator hands them to Ironic, or Ironic reads them itself. */
const RAMDISK_KEYS: readonly EndpointKey[] = ["DEPLOY_KERNEL_URL", "DEPLOY_RAMDISK_URL"];

/** What the .env files say; empty for a part that is not deployed. */
interface Files {
  readonly operator: Env;
  readonly ironic: Env;
  /** Both as upstream has them. */
  readonly upstream: Env;
}

/**
 * URLs at which nobody answers. Upstream's files hold the addresses of its example network, whatever deploy.sh is given;
 * profile `upstream` keeps them, and says so.
 */
export function checkEndpoints(facts: ReleaseFacts, spec: UpstreamSpec): readonly Problem[] {
  const { flags, settings = {} } = spec;
  const files: Files = {
    operator: flags.operator ? envOf("operator", { facts, flags, settings }) : {},
    ironic: deploysIronic(facts, flags) ? envOf("ironic", { facts, flags, settings }) : {},
    upstream: { ...checkedInEnv("ironic", facts, flags), ...facts.operator.env },
  };
  return [...checkUrls(spec, files), ...checkNames(facts, spec)];
}

function deploysIronic(facts: ReleaseFacts, flags: DeployFlags): boolean {
  return flags.ironic && ironicAssembly(facts, flags).parts.includes("deployment");
}

function checkUrls({ flags, variables }: UpstreamSpec, files: Files): readonly Problem[] {
  const hosts = hostAddresses(variables, files.ironic);
  const provisioning = hosts.find(({ name }) => name === "PROVISIONING_IP") ?? hosts[0];
  if (provisioning === undefined) {
    return [];
  }
  const ports = {
    apiPort: portOf(files.ironic.IRONIC_LISTEN_PORT || files.ironic.IRONIC_ACCESS_PORT),
    httpPort: portOf(files.ironic.HTTP_PORT),
  };
  // The certificate is for this address only.
  const certified = flags.tls ? hosts.find(({ name }) => name === "IRONIC_HOST_IP") : undefined;
  const apiHost = certified ?? provisioning;
  const apiAt = endpointsAt({ ...ports, address: apiHost.text, tls: flags.tls });
  const ramdiskAt = endpointsAt({ ...ports, address: provisioning.text, tls: flags.tls });
  const isTrusting = /^true$/i.test(files.operator.IRONIC_INSECURE ?? "");
  const api = {
    files,
    hosts,
    host: apiHost,
    certified: isTrusting ? undefined : certified,
    seeker: "the operator does not find Ironic",
  };
  const ramdisk = { files, hosts, host: provisioning, seeker: "Ironic does not find the ramdisk" };
  // Since v0.12 an Ironic object may say where the API is.
  const apiKeys = files.operator.IRONIC_NAME ? [] : API_KEYS;
  return [
    ...apiKeys.flatMap((key) => checkUrl(key, files.operator[key], { ...api, wanted: apiAt[key] })),
    ...RAMDISK_KEYS.flatMap((key) =>
      checkUrl(key, files.operator[key] ?? files.ironic[key], { ...ramdisk, wanted: ramdiskAt[key] }),
    ),
    ...checkCache(files, provisioning),
  ];
}

/** What a URL is judged by. */
interface Expectation {
  readonly files: Files;
  /** Addresses of Ironic's host. */
  readonly hosts: readonly HostAddress[];
  /** The one that the URL should name. */
  readonly host: HostAddress;
  /** The one that a certificate is for, where it matters. */
  readonly certified?: HostAddress | undefined;
  /** The URL as it should be. */
  readonly wanted: string;
  /** Who looks for what there. */
  readonly seeker: string;
}

/** Upstream's own URL is judged as a whole. One that a person chose may lead to a proxy, unless it names a port of Ironic. */
function checkUrl(key: EndpointKey, value: string | undefined, expected: Expectation): readonly Problem[] {
  const url = value ? parseUrl(value) : undefined;
  if (!url) {
    return [];
  }
  const isUpstreams = value === expected.files.upstream[key];
  const isIronics = isOn(url, expected.hosts) && url.port === new URL(expected.wanted).port;
  const fault = isUpstreams || isIronics ? faultOf(url, expected) : undefined;
  if (fault === undefined) {
    return [];
  }
  return [warningAt(`settings.${key}`, `is \`${value}\`, ${fault}.`, `set it to \`${expected.wanted}\``)];
}

function faultOf(url: URL, { hosts, host, certified, wanted, seeker }: Expectation): string | undefined {
  const { protocol, port } = new URL(wanted);
  if (!isOn(url, hosts)) {
    return `an address of upstream's example network, but \`${host.name}\` is ${host.text}: ${seeker} there`;
  }
  if (url.protocol !== protocol) {
    return protocol === "https:"
      ? "but with TLS Ironic answers to `https:` only"
      : "but `http:` is what is answered there";
  }
  if (certified !== undefined && !isOn(url, [certified])) {
    return `but Ironic's certificate is for ${certified.text} (\`${certified.name}\`)`;
  }
  return url.port === port ? undefined : "but another port is the one that is answered there";
}

/** Where the downloader of the ramdisk looks first. Nobody can infer where a cache is. */
function checkCache({ ironic, upstream }: Files, { name, text, address }: HostAddress): readonly Problem[] {
  const value = ironic.CACHEURL;
  const url = value && value === upstream.CACHEURL ? parseUrl(value) : undefined;
  const cache = url && parseIP(url.hostname);
  if (!url || !cache || (cache.family === address.family && networkOf(cache, 24) === networkOf(address, 24))) {
    return [];
  }
  return [
    warningAt(
      "settings.CACHEURL",
      `is \`${value}\`, an address of upstream's example network, but \`${name}\` is ${text}: the downloader of the ramdisk asks there first, and waits.`,
      "set it to the URL of your cache, or to nothing if you have none",
    ),
  ];
}

/** Ironic's pod is in the network of its host, and so asks the DNS of the host, which knows no Service of the cluster. */
function checkNames(facts: ReleaseFacts, { flags, settings = {} }: UpstreamSpec): readonly Problem[] {
  if (!deploysIronic(facts, flags) || !facts.ironic.pod.hostNetwork) {
    return [];
  }
  return Object.entries(settings).flatMap(([key, value]) => {
    const host = parseUrl(value)?.hostname;
    if (host === undefined || !isServiceName(host) || isOfOperator(key) || !filesOf(facts, key).includes("ironic")) {
      return [];
    }
    return [
      warningAt(
        `settings.${key}`,
        `names \`${host}\`, but Ironic's pod is in the host's network and asks the DNS of the host, which does not know the Services of the cluster.`,
        "write an address, or a name that the host resolves",
      ),
    ];
  });
}

function isOfOperator(key: string): boolean {
  return API_KEYS.some((known) => known === key);
}

function isServiceName(host: string): boolean {
  return host !== "localhost" && (/^[a-z][a-z0-9-]*$/i.test(host) || /\.svc(\.|$)|\.cluster\.local$/i.test(host));
}

function isOn(url: URL, hosts: readonly HostAddress[]): boolean {
  const named = parseIP(url.hostname.replace(/^\[|\]$/g, ""));
  return hosts.some(({ address }) => named?.family === address.family && named.value === address.value);
}

/** A port, where a text is one; what is wrong with others is said elsewhere. */
function portOf(text: string | undefined): string | undefined {
  return text && /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? text : undefined;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) && /^https?:/i.test(text) ? new URL(text) : undefined;
}
