import { type AnyRelease, isWithin } from "../releases/release.js";
import { isMacAddress } from "./goNet.js";
import { contradictsAnnotation, inspectionDisabled } from "./hostInspection.js";
import { isSet, listOf, type Manifest, mapOf, specOf, textOf } from "./manifest.js";
import { type OperatorBmcDriver, operatorBmcDriver, operatorBmcSchemes } from "./operatorBmc.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";

const ADDRESS = "spec.bmc.address";

/** First release whose webhook wants a MAC of any driver once inspection is off. */
const MAC_WITHOUT_INSPECTION_SINCE = "v0.12";

export function bmcAddressOf(host: Manifest): string {
  return textOf(mapOf(specOf(host).bmc).address);
}

/** The host's driver; undefined without an address, or with one that the webhook rejects. */
export function driverOf(host: Manifest, release: AnyRelease): OperatorBmcDriver | undefined {
  const address = bmcAddressOf(host);
  if (address === "") {
    return undefined;
  }
  const driver = operatorBmcDriver(address, release);
  return driver.ok ? driver.value : undefined;
}

function* addressFaults(
  { object, release }: AdmissionRequest,
  reason: "unreadable" | "unknown-scheme",
): Iterable<Finding> {
  const address = bmcAddressOf(object);
  if (address === "") {
    return;
  }
  const driver = operatorBmcDriver(address, release);
  if (driver.ok || driver.error.reason !== reason) {
    return;
  }
  yield {
    field: ADDRESS,
    message: `The BMC address ${driver.error.message}.`,
    remedy: reason === "unreadable" ? undefined : `Use one of ${operatorBmcSchemes(release).join(", ")}.`,
  };
}

function* withDriver(
  { object, release }: AdmissionRequest,
  broken: (spec: Manifest, driver: OperatorBmcDriver) => Finding | undefined,
): Iterable<Finding> {
  const driver = driverOf(object, release);
  const finding = driver && broken(specOf(object), driver);
  if (finding) {
    yield finding;
  }
}

/** What the webhook asks of a host's BMC, and of what the BMC's driver must support. */
export const HOST_BMC_RULES: readonly Rule[] = [
  {
    id: "host-bmc-address-unreadable",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC address cannot be read.",
    remedy: "Write `scheme://host[:port][/path]`, e.g. `redfish://10.0.1.2/redfish/v1/Systems/1`.",
    check: (request) => addressFaults(request, "unreadable"),
  },
  {
    id: "host-bmc-scheme-unknown",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC address has a scheme that this release does not know.",
    remedy: "Use a scheme of the release, e.g. `redfish-virtualmedia://` or `ipmi://`.",
    check: (request) => addressFaults(request, "unknown-scheme"),
  },
  {
    id: "host-raid-unsupported",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC's driver cannot configure hardware RAID.",
    remedy: "Remove `spec.raid.hardwareRAIDVolumes`, or use a scheme whose driver can, e.g. `idrac-redfish://`.",
    check: (request) =>
      withDriver(request, (spec, driver) =>
        listOf(mapOf(spec.raid).hardwareRAIDVolumes).length > 0 && !driver.hardwareRaid
          ? {
              field: "spec.raid.hardwareRAIDVolumes",
              message: `The driver \`${driver.scheme}\` cannot configure hardware RAID.`,
            }
          : undefined,
      ),
  },
  {
    id: "host-firmware-unsupported",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC's driver does not take `spec.firmware`.",
    remedy: "Remove `spec.firmware` and set the same in a HostFirmwareSettings object.",
    check: (request) =>
      withDriver(request, (spec, driver) =>
        isSet(spec.firmware) && !driver.firmwareSettings
          ? { field: "spec.firmware", message: `The driver \`${driver.scheme}\` does not take \`spec.firmware\`.` }
          : undefined,
      ),
  },
  {
    id: "host-boot-mac-required",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The host needs a `bootMACAddress`.",
    remedy: "Set `spec.bootMACAddress` to the MAC of the NIC that boots the deploy ramdisk.",
    check: (request) =>
      withDriver(request, (spec, driver) => {
        if (textOf(spec.bootMACAddress) !== "") {
          return undefined;
        }
        if (driver.needsMac) {
          return {
            field: "spec.bootMACAddress",
            message: `The driver \`${driver.scheme}\` needs a \`bootMACAddress\`.`,
          };
        }
        return inspectionDisabled(request.object) && isWithin(request.release, MAC_WITHOUT_INSPECTION_SINCE, undefined)
          ? { field: "spec.bootMACAddress", message: "Without inspection the host needs a `bootMACAddress`." }
          : undefined;
      }),
  },
  {
    id: "host-boot-mac-invalid",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "`bootMACAddress` is not a MAC address.",
    remedy: "Write six pairs of hexadecimal digits with colons: `0c:c4:7a:11:22:33`.",
    check: (request) =>
      withDriver(request, (spec) =>
        textOf(spec.bootMACAddress) !== "" && !isMacAddress(textOf(spec.bootMACAddress))
          ? { field: "spec.bootMACAddress" }
          : undefined,
      ),
  },
  {
    id: "host-secure-boot-unsupported",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC's driver cannot switch secure boot.",
    remedy: "Set `spec.bootMode: UEFI`, or use a scheme of the redfish family.",
    check: (request) =>
      withDriver(request, (spec, driver) =>
        spec.bootMode === "UEFISecureBoot" && !driver.secureBoot
          ? { field: "spec.bootMode", message: `The driver \`${driver.scheme}\` cannot switch secure boot.` }
          : undefined,
      ),
  },
  {
    id: "host-fast-inspection-unsupported",
    kind: "BareMetalHost",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The BMC's driver cannot be inspected out of band.",
    remedy: "Set `spec.inspectionMode: agent`, or use a scheme of the redfish family.",
    check: (request) =>
      withDriver(request, (spec, driver) =>
        spec.inspectionMode === "fast" && !driver.outOfBandInspection && !contradictsAnnotation(request.object)
          ? {
              field: "spec.inspectionMode",
              message: `The driver \`${driver.scheme}\` cannot be inspected out of band (\`fast\`).`,
            }
          : undefined,
      ),
  },
];
