import { type Fault, failure, type Result, success } from "../result.js";
import { nearestOf } from "../text.js";
import {
  BMC_SCHEMES,
  type BmcScheme,
  bmcDriver,
  type IpmiScheme,
  OTHER_SCHEMES,
  type RedfishScheme,
} from "./bmcDrivers.js";
import { parseHostName } from "./hostName.js";

/** Privilege levels of an IPMI session that Ironic accepts (`ipmi_priv_level`). */
export type IpmiPrivilegeLevel = "ADMINISTRATOR" | "OPERATOR" | "USER" | "CALLBACK";

const IPMI_PRIVILEGE_LEVELS: readonly IpmiPrivilegeLevel[] = ["ADMINISTRATOR", "OPERATOR", "USER", "CALLBACK"];

/** A BMC that speaks IPMI. */
export interface IpmiAddress {
  /** Distinguishes it from a BMC that speaks Redfish. */
  readonly family: "ipmi";
  /** As written, without a transport. */
  readonly scheme: IpmiScheme;
  /** Name or address, lower case; an IPv6 address in its shortest form, without brackets. */
  readonly host: string;
  /** UDP port. Absent: 623. */
  readonly port?: number | undefined;
  /** Absent: `ADMINISTRATOR`. */
  readonly privilegeLevel?: IpmiPrivilegeLevel | undefined;
}

/** A BMC that speaks Redfish. */
export interface RedfishAddress {
  /** Distinguishes it from a BMC that speaks IPMI. */
  readonly family: "redfish";
  /** As written, without its transport. */
  readonly scheme: RedfishScheme;
  /** Default `https`; `http` only where the address says `+http`. */
  readonly transport: "https" | "http";
  /** Name or address, lower case; an IPv6 address in its shortest form, without brackets. */
  readonly host: string;
  /** TCP port. Absent: 443 with `https`, 80 with `http`. */
  readonly port?: number | undefined;
  /** The system's path, e.g. `/redfish/v1/Systems/1`. Absent: the BMC has one system, and Ironic finds it. */
  readonly systemId?: string | undefined;
}

type Endpoint = Pick<RedfishAddress, "host" | "port">;

/** Where a BMC is and how to talk to it. */
export type BmcAddress = IpmiAddress | RedfishAddress;

const LOOKS_LIKE_HOST_AND_PORT = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[^\]]*\])(?::|\/|\?|$)/;

/**
 * Reads Metal3's BMC address grammar: `scheme[+http|+https]://host[:port][/path][?query]`, or a bare `host`, `ip:port` or
 * `[ipv6]:port`, which mean IPMI. User names and passwords in the address are refused, and a fault never repeats them.
 *
 * @returns The address, or what is wrong with it as what a sentence says of the field.
 *
 * @example
 * ```ts
 * parseBmcAddress("redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1");
 * ```
 */
export function parseBmcAddress(text: string): Result<BmcAddress, Fault> {
  if (text === "") {
    return fault("is empty.", `write one of ${exampleAddresses()}`);
  }
  if (text.includes("@")) {
    return fault(
      "holds a user name or password, which would be stored and shown in plain text.",
      "take everything up to the `@` out and set `bmc.username` and `bmc.password`",
    );
  }
  if (hasSpaceOrControl(text)) {
    return fault("holds white space or a control character.", "remove it");
  }
  if (text.includes("#")) {
    return fault("holds a `#` fragment, which no BMC address has.", "remove it");
  }

  const split = splitScheme(text);
  if (!split.ok) {
    return split;
  }
  const { scheme, transport, rest } = split.value;
  const parts = /^([^/?]*)([^?]*)(?:\?(.*))?$/.exec(rest);
  const [, authority = "", path = "", query] = parts ?? [];
  const endpoint = parseAuthority(authority);
  if (!endpoint.ok) {
    return endpoint;
  }

  if (scheme === "ipmi" || scheme === "libvirt") {
    return ipmiAddress(scheme, endpoint.value, path, query);
  }
  return redfishAddress(scheme, transport, endpoint.value, path, query);
}

function ipmiAddress(
  scheme: IpmiScheme,
  endpoint: Endpoint,
  path: string,
  query: string | undefined,
): Result<BmcAddress, Fault> {
  if (path !== "" && path !== "/") {
    return fault("has a path, which IPMI does not know.", "remove the path, or use a scheme of the redfish family");
  }
  let privilegeLevel: IpmiPrivilegeLevel | undefined;
  for (const [key, value] of new URLSearchParams(query ?? "")) {
    if (key !== "privilegelevel") {
      return fault("has a query key that IPMI does not know.", "the only one is `?privilegelevel=…`");
    }
    const level = IPMI_PRIVILEGE_LEVELS.find((known) => known === value.toUpperCase());
    if (!level) {
      return fault("names an unknown IPMI privilege level.", `use one of ${IPMI_PRIVILEGE_LEVELS.join(", ")}`);
    }
    privilegeLevel = level;
  }
  return success({ family: "ipmi", scheme, ...endpoint, ...(privilegeLevel && { privilegeLevel }) });
}

function redfishAddress(
  scheme: RedfishScheme,
  transport: "https" | "http",
  endpoint: Endpoint,
  path: string,
  query: string | undefined,
): Result<BmcAddress, Fault> {
  if (query !== undefined) {
    return fault("has a query, which Redfish addresses do not know.", "remove it");
  }
  const systemId = systemIdOf(path);
  return success({ family: "redfish", scheme, transport, ...endpoint, ...(systemId && { systemId }) });
}

/** Metal3 takes an empty path and the service root to mean "the only system". */
function systemIdOf(path: string): string | undefined {
  const trimmed = path.replace(/\/{2,}/g, "/").replace(/\/$/, "");
  return trimmed === "" || trimmed === "/redfish/v1" ? undefined : trimmed;
}

interface SplitScheme {
  readonly scheme: BmcScheme;
  readonly transport: "https" | "http";
  readonly rest: string;
}

function splitScheme(text: string): Result<SplitScheme, Fault> {
  if (LOOKS_LIKE_HOST_AND_PORT.test(text)) {
    return success({ scheme: "ipmi", transport: "https", rest: text });
  }
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/.exec(text);
  if (!match && !text.includes(":")) {
    return success({ scheme: "ipmi", transport: "https", rest: text });
  }
  if (/^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$/.test(text)) {
    return fault("is an IPv6 address without brackets.", "write it as `ipmi://[…]` or `redfish://[…]`");
  }
  const [, written = "", after = ""] = match ?? [];
  if (!match) {
    return fault("has no scheme before its `:`.", `write one of ${exampleAddresses()}`);
  }
  const [scheme = "", transport, ...more] = written.toLowerCase().split("+");
  const known = BMC_SCHEMES.find((name) => name === scheme);
  if (!known || more.length > 0) {
    return unknownScheme(written.toLowerCase(), scheme, after);
  }
  if (transport !== undefined && (bmcDriver(known).family === "ipmi" || !/^https?$/.test(transport))) {
    const plain = bmcDriver(known).family === "ipmi";
    return fault(
      plain
        ? `has the scheme \`${known}\` with a \`+\`, but IPMI has no transports.`
        : `has the scheme \`${known}\` with an unknown transport after the \`+\`.`,
      plain ? `write \`${known}://…\`` : `write \`${known}+http://…\` or \`${known}+https://…\``,
    );
  }
  return success({
    scheme: known,
    transport: transport === "http" ? "http" : "https",
    rest: after.startsWith("//") ? after.slice(2) : after,
  });
}

function unknownScheme(written: string, scheme: string, after: string): Result<never, Fault> {
  if (/^\d+(?:\/|$)/.test(after)) {
    return fault("is a host name with a port but no scheme.", "put the scheme before it: `ipmi://…` or `redfish://…`");
  }
  const other = Object.hasOwn(OTHER_SCHEMES, scheme) ? OTHER_SCHEMES[scheme] : undefined;
  if (other !== undefined) {
    return fault(`has the scheme \`${scheme}\`, which is not one for BMCs.`, other);
  }
  const nearest = nearestOf(scheme, BMC_SCHEMES);
  const suggestion = nearest ? `did you mean \`${nearest}\`? ` : "";
  return fault(`has the unknown scheme \`${written}\`.`, `${suggestion}known schemes: ${BMC_SCHEMES.join(", ")}`);
}

function parseAuthority(authority: string): Result<Endpoint, Fault> {
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(.*))?$/.exec(authority);
  if (!match) {
    return fault(
      "has a host that cannot be read.",
      "write `host`, `host:port`, or an IPv6 address in brackets: `[…]:port`",
    );
  }
  const [, hostText = "", portText] = match;
  const host = parseHostName(hostText);
  if (!host.ok) {
    return host;
  }
  if (portText === undefined) {
    return success({ host: host.value });
  }
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    return fault("has a port that is not a number from 1 to 65535.", "correct it, or leave it and its `:` out");
  }
  return success({ host: host.value, port });
}

/** The address as text, in one form only: the default transport, privilege level and root path are left out. */
export function formatBmcAddress(address: BmcAddress): string {
  const port = address.port === undefined ? "" : `:${address.port}`;
  const authority = `${bracketed(address.host)}${port}`;
  if (address.family === "ipmi") {
    const query = address.privilegeLevel ? `?privilegelevel=${address.privilegeLevel}` : "";
    return `${address.scheme}://${authority}${query}`;
  }
  const transport = address.transport === "http" ? "+http" : "";
  return `${address.scheme}${transport}://${authority}${address.systemId ?? ""}`;
}

/** A host for use before a port: IPv6 in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** The port that is used: the written one or the scheme's default. */
export function bmcPort(address: BmcAddress): number {
  if (address.port !== undefined) {
    return address.port;
  }
  const { plain, tls } = bmcDriver(address.scheme).defaultPorts;
  return address.family === "redfish" && address.transport === "https" ? (tls ?? plain) : plain;
}

function exampleAddresses(): string {
  return "`redfish://10.0.1.2/redfish/v1/Systems/1`, `redfish-virtualmedia://…`, `ipmi://10.0.1.2`";
}

function hasSpaceOrControl(text: string): boolean {
  return /[\s\p{Cc}]/u.test(text);
}

function fault(message: string, remedy: string): { readonly ok: false; readonly error: Fault } {
  return failure({ message, remedy });
}
