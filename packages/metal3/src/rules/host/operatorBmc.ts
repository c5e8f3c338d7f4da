import { failure, type Result, success } from "@ironworks/core";
import { objectOf } from "@ironworks/core/json";
import { type AnyRelease, isWithin } from "../../releases/release.js";
import { isHostPort, isIP } from "../go/net.js";
import { hostNameOf, parseUrl, urlOptionsOf } from "../go/url.js";
import { goText, type Manifest, specOf } from "../manifest.js";

/** What the operator's webhook knows of a BMC driver, by release. */
interface OperatorBmcDriver {
  /** As written, with its carrier: `redfish+http`. */
  readonly scheme: string;
  /** Wants `bootMACAddress` even where inspection could find it. */
  readonly needsMac: boolean;
  readonly hardwareRaid: boolean;
  readonly secureBoot: boolean;
  /** Takes the deprecated `spec.firmware`. */
  readonly firmwareSettings: boolean;
  /** Can be inspected through the BMC (`inspectionMode: fast`). */
  readonly outOfBandInspection: boolean;
  /** Starts the deploy ramdisk over the provisioning network. */
  readonly needsProvisioningNetwork: boolean;
}

/** Why the webhook rejects an address. */
interface OperatorBmcFault {
  readonly reason: "unreadable" | "unknown-scheme";
  /** As what a sentence says of the address, without a full stop. */
  readonly message: string;
}

interface DriverRow {
  readonly schemes: readonly string[];
  readonly carriers: readonly ("http" | "https")[];
  readonly since?: AnyRelease;
  readonly until?: AnyRelease;
  readonly needsMac: boolean | { readonly until: AnyRelease };
  readonly hardwareRaid: boolean | { readonly since: AnyRelease };
  readonly secureBoot: boolean;
  readonly firmwareSettings?: boolean;
  readonly outOfBandInspection?: boolean;
  readonly needsProvisioningNetwork: boolean;
}

const BOTH = ["http", "https"] as const;

/** Source: `pkg/hardwareutils/bmc` of each release. */
const DRIVERS: readonly DriverRow[] = [
  {
    schemes: ["ipmi"],
    carriers: [],
    needsMac: false,
    hardwareRaid: false,
    secureBoot: false,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["libvirt"],
    carriers: [],
    needsMac: true,
    hardwareRaid: false,
    secureBoot: false,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["redfish", "ilo5-redfish"],
    carriers: BOTH,
    needsMac: { until: "v0.13" },
    hardwareRaid: { since: "v0.5" },
    secureBoot: true,
    outOfBandInspection: true,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["idrac-redfish"],
    carriers: BOTH,
    needsMac: { until: "v0.13" },
    hardwareRaid: true,
    secureBoot: true,
    outOfBandInspection: true,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["redfish-virtualmedia", "ilo5-virtualmedia"],
    carriers: BOTH,
    needsMac: { until: "v0.11" },
    hardwareRaid: { since: "v0.5" },
    secureBoot: true,
    outOfBandInspection: true,
    needsProvisioningNetwork: false,
  },
  {
    schemes: ["idrac-virtualmedia"],
    carriers: BOTH,
    needsMac: { until: "v0.11" },
    hardwareRaid: true,
    secureBoot: true,
    outOfBandInspection: true,
    needsProvisioningNetwork: false,
  },
  {
    schemes: ["redfish-uefihttp"],
    carriers: BOTH,
    since: "v0.9",
    needsMac: { until: "v0.13" },
    hardwareRaid: true,
    secureBoot: true,
    outOfBandInspection: true,
    needsProvisioningNetwork: false,
  },
  {
    schemes: ["irmc"],
    carriers: [],
    until: "v0.12",
    needsMac: true,
    hardwareRaid: true,
    secureBoot: true,
    firmwareSettings: true,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["ilo4"],
    carriers: ["https"],
    until: "v0.11",
    needsMac: true,
    hardwareRaid: false,
    secureBoot: true,
    firmwareSettings: true,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["ilo4-virtualmedia"],
    carriers: ["https"],
    until: "v0.11",
    needsMac: true,
    hardwareRaid: false,
    secureBoot: true,
    firmwareSettings: true,
    needsProvisioningNetwork: false,
  },
  {
    schemes: ["ilo5"],
    carriers: ["https"],
    until: "v0.11",
    needsMac: true,
    hardwareRaid: true,
    secureBoot: true,
    firmwareSettings: true,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["ibmc"],
    carriers: BOTH,
    until: "v0.5",
    needsMac: true,
    hardwareRaid: false,
    secureBoot: false,
    needsProvisioningNetwork: true,
  },
  {
    schemes: ["idrac"],
    carriers: BOTH,
    until: "v0.5",
    needsMac: false,
    hardwareRaid: true,
    secureBoot: false,
    firmwareSettings: true,
    needsProvisioningNetwork: true,
  },
];

/**
 * The driver that the webhook picks for a BMC address, or why it rejects it. It takes more than
 * {@link parseBmcAddress} does: an empty host, any digits as a port, user names, any path and query.
 */
export function operatorBmcDriver(address: string, release: AnyRelease): Result<OperatorBmcDriver, OperatorBmcFault> {
  const scheme = schemeOf(address, release);
  if (!scheme.ok) {
    return failure({ reason: "unreadable", message: scheme.error });
  }
  const [name = "", carrier, ...more] = scheme.value.split("+");
  const row = DRIVERS.find((driver) => driver.schemes.includes(name) && isWithin(release, driver.since, driver.until));
  const carried = carrier === undefined || row?.carriers.some((known) => known === carrier);
  if (!row || !carried || more.length > 0) {
    return failure({
      reason: "unknown-scheme",
      message: `has the scheme \`${scheme.value}\`, which ${release} does not know`,
    });
  }
  return success({
    scheme: scheme.value,
    needsMac: typeof row.needsMac === "boolean" ? row.needsMac : isWithin(release, undefined, row.needsMac.until),
    hardwareRaid:
      typeof row.hardwareRaid === "boolean" ? row.hardwareRaid : isWithin(release, row.hardwareRaid.since, undefined),
    secureBoot: row.secureBoot,
    firmwareSettings: row.firmwareSettings ?? false,
    outOfBandInspection: row.outOfBandInspection ?? false,
    needsProvisioningNetwork: row.needsProvisioningNetwork,
  });
}

/** Schemes that a release knows, without carriers, in the order of the table. */
export function operatorBmcSchemes(release: AnyRelease): readonly string[] {
  return DRIVERS.filter((driver) => isWithin(release, driver.since, driver.until)).flatMap((driver) => driver.schemes);
}

/** The BMC address of a host; empty when it has none. */
export function bmcAddressOf(host: Manifest): string {
  return goText(objectOf(specOf(host).bmc).address);
}

/** The driver of a host; undefined without an address, or with one that the webhook rejects. */
export function driverOf(host: Manifest, release: AnyRelease): OperatorBmcDriver | undefined {
  const address = bmcAddressOf(host);
  const driver = address === "" ? undefined : operatorBmcDriver(address, release);
  return driver?.ok ? driver.value : undefined;
}

const DNS_NAME =
  /^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;

function schemeOf(address: string, release: AnyRelease): Result<string, string> {
  const options = urlOptionsOf(release);
  let url = parseUrl(address, options);
  if (!url.ok) {
    if (address.includes(":") && !isHostPort(address)) {
      return url;
    }
    url = success({ scheme: "ipmi", opaque: "", host: address, path: "" });
  } else if (url.value.opaque !== "") {
    url = parseUrl(address.replace(":", "://"), options);
  }
  if (url.ok && url.value.scheme === "" && hostNameOf(url.value) === "") {
    url = parseUrl(`ipmi://${address}`, options);
  }
  if (!url.ok) {
    return url;
  }
  const host = hostNameOf(url.value);
  if (host !== "" && !isIP(host) && !DNS_NAME.test(host)) {
    return failure("has a host that is neither an IP address nor a DNS name");
  }
  return success(url.value.scheme);
}
