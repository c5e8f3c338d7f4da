import { type AnyRelease, isWithin } from "../../releases/release.js";
import { isMacAddress } from "../go/net.js";
import { goText, type Manifest, specOf } from "../manifest.js";
import type { AdmissionRequest, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { inspectionDisabled } from "./inspection.js";
import { driverOf } from "./operatorBmc.js";

const BOOT_MAC = "spec.bootMACAddress";

/** First release whose webhook wants a MAC of any driver once inspection is off. */
const MAC_WITHOUT_INSPECTION_SINCE = "v0.12";

/** The MAC of the NIC that a host boots from, as written; empty when it has none. */
export function bootMacOf(host: Manifest): string {
  return goText(specOf(host).bootMACAddress);
}

function neededBy({ object, release }: AdmissionRequest): string | undefined {
  const driver = driverOf(object, release);
  if (driver?.needsMac) {
    return `the driver \`${driver.scheme}\``;
  }
  return driver && inspectionDisabled(object) && asksWithoutInspection(release)
    ? "a host without inspection"
    : undefined;
}

function asksWithoutInspection(release: AnyRelease): boolean {
  return isWithin(release, MAC_WITHOUT_INSPECTION_SINCE, undefined);
}

/** What is asked of the MAC of the NIC that a host boots from. */
export const HOST_BOOT_MAC_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-boot-mac-required",
      field: BOOT_MAC,
      message: "is missing, but the BMC's driver, or a host without inspection, needs it.",
      remedy: "set it to the MAC of the NIC that boots the deploy ramdisk",
      fault: (request) => {
        const asker = bootMacOf(request.object) === "" ? neededBy(request) : undefined;
        return asker && `is missing, but ${asker} needs it.`;
      },
    },
    {
      id: "host-boot-mac-invalid",
      field: BOOT_MAC,
      message: "is not a MAC address.",
      remedy: "write six pairs of hexadecimal digits with colons: `0c:c4:7a:11:22:33`",
      fault: ({ object, release }) =>
        driverOf(object, release) !== undefined && bootMacOf(object) !== "" && !isMacAddress(bootMacOf(object)),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-boot-mac-shape",
      field: BOOT_MAC,
      message: "is not six pairs of hexadecimal digits with colons, so Ironic refuses the port.",
      remedy: "write it as `0c:c4:7a:11:22:33`",
      fault: ({ object }) =>
        bootMacOf(object) !== "" && !/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/.test(bootMacOf(object)),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-boot-mac-advised",
      field: BOOT_MAC,
      message: "is missing, so the inspection of the host, which boots over the network, cannot be matched to it.",
      remedy: "set it to the MAC of the NIC that boots",
      fault: ({ object, release }) => {
        const driver = driverOf(object, release);
        return driver?.needsProvisioningNetwork && !driver.needsMac && bootMacOf(object) === "";
      },
    },
  ]),
];
