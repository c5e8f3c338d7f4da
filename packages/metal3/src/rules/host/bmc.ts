import { BMC_SCHEMES, parseBmcAddress } from "@ironworks/core";
import { objectOf } from "@ironworks/core/json";
import type { AnyRelease } from "../../releases/release.js";
import { goText, isSet, type Manifest, specOf } from "../manifest.js";
import type { AdmissionRequest, Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { contradictsAnnotation } from "./inspection.js";
import { bmcAddressOf, driverOf, operatorBmcDriver, operatorBmcSchemes } from "./operatorBmc.js";

const ADDRESS = "spec.bmc.address";
const CREDENTIALS = "spec.bmc.credentialsName";

function credentialsOf(host: Manifest): string {
  return goText(objectOf(specOf(host).bmc).credentialsName);
}

function* addressFaults(
  { object, release }: AdmissionRequest,
  reason: "unreadable" | "unknown-scheme",
): Iterable<Finding> {
  const address = bmcAddressOf(object);
  const driver = address === "" ? undefined : operatorBmcDriver(address, release);
  if (!driver || driver.ok || driver.error.reason !== reason) {
    return;
  }
  yield {
    field: ADDRESS,
    message: `${driver.error.message}.`,
    remedy: reason === "unreadable" ? undefined : `use one of ${operatorBmcSchemes(release).join(", ")}`,
  };
}

/** The authority of an address that the webhook takes: what stands before the path, query and fragment. */
function authorityOf(host: Manifest, release: AnyRelease): string | undefined {
  if (!driverOf(host, release)) {
    return undefined;
  }
  const rest = bmcAddressOf(host)
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:(?=\/\/|[^0-9/]|$)/, "")
    .replace(/^\/\//, "");
  return rest.replace(/[/?#].*$/s, "");
}

function portOf(authority: string): string | undefined {
  const bare = authority.slice(authority.lastIndexOf("@") + 1);
  if (/^[^[]*:.*:/.test(bare)) {
    return undefined;
  }
  return /:([0-9]*)$/.exec(bare)?.[1];
}

function hasBadPort(authority: string): boolean {
  const port = portOf(authority);
  return port !== undefined && port !== "" && (Number(port) < 1 || Number(port) > 65_535);
}

function hasNoHost(authority: string): boolean {
  return authority.slice(authority.lastIndexOf("@") + 1).replace(/:[0-9]*$/, "") === "";
}

function hasUser(authority: string): boolean {
  return authority.includes("@");
}

function hasAuthority({ object, release }: AdmissionRequest, wrong: (authority: string) => boolean): boolean {
  const authority = authorityOf(object, release);
  return authority !== undefined && wrong(authority);
}

/** Parts that the webhook takes and the BMC's driver does not use. */
function* oddParts({ object, release }: AdmissionRequest): Iterable<Finding> {
  const authority = authorityOf(object, release);
  if (authority === undefined || hasUser(authority) || hasBadPort(authority) || hasNoHost(authority)) {
    return;
  }
  const driver = driverOf(object, release)?.scheme.split("+")[0];
  if (!BMC_SCHEMES.some((scheme) => scheme === driver)) {
    return;
  }
  const address = parseBmcAddress(bmcAddressOf(object));
  if (!address.ok) {
    yield { field: ADDRESS, ...address.error };
  }
}

/** What is asked of a host's BMC, and of the fields that its driver must support. */
export const HOST_BMC_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-bmc-address-unreadable",
      field: ADDRESS,
      message: "cannot be read.",
      remedy: "write `scheme://host[:port][/path]`, e.g. `redfish://10.0.1.2/redfish/v1/Systems/1`",
      check: (request) => addressFaults(request, "unreadable"),
    },
    {
      id: "host-bmc-scheme-unknown",
      field: ADDRESS,
      message: "has a scheme that the release does not know.",
      remedy: "use a scheme of the release, e.g. `redfish-virtualmedia://` or `ipmi://`",
      check: (request) => addressFaults(request, "unknown-scheme"),
    },
    {
      id: "host-firmware-unsupported",
      field: "spec.firmware",
      message: "is set, but the BMC's driver does not take it.",
      remedy: "remove it, and set the same in a HostFirmwareSettings object",
      fault: ({ object, release }) => {
        const driver = driverOf(object, release);
        if (!driver || driver.firmwareSettings || !isSet(specOf(object).firmware)) {
          return undefined;
        }
        return `is set, but the driver \`${driver.scheme}\` does not take it.`;
      },
    },
    {
      id: "host-secure-boot-unsupported",
      field: "spec.bootMode",
      message: "is `UEFISecureBoot`, but the BMC's driver cannot switch secure boot.",
      remedy: "set `spec.bootMode: UEFI`, or use a scheme of the redfish family",
      fault: ({ object, release }) => {
        const driver = driverOf(object, release);
        if (!driver || driver.secureBoot || specOf(object).bootMode !== "UEFISecureBoot") {
          return undefined;
        }
        return `is \`UEFISecureBoot\`, but the driver \`${driver.scheme}\` cannot switch secure boot.`;
      },
    },
    {
      id: "host-fast-inspection-unsupported",
      since: "v0.14",
      field: "spec.inspectionMode",
      message: "is `fast`, but the BMC's driver cannot inspect out of band.",
      remedy: "set `spec.inspectionMode: agent`, or use a scheme of the redfish family",
      fault: ({ object, release }) => {
        const driver = driverOf(object, release);
        if (!driver || driver.outOfBandInspection || specOf(object).inspectionMode !== "fast") {
          return undefined;
        }
        return contradictsAnnotation(object)
          ? undefined
          : `is \`fast\`, but the driver \`${driver.scheme}\` cannot inspect out of band.`;
      },
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-bmc-address-missing",
      field: ADDRESS,
      message: "is missing, so registering the host fails.",
      remedy: "set `spec.bmc.address`",
      fault: ({ object }) => bmcAddressOf(object) === "" && credentialsOf(object) !== "",
    },
    {
      id: "host-bmc-credentials-missing",
      field: CREDENTIALS,
      message: "is missing, so registering the host fails.",
      remedy: "set it to the name of a Secret with `username` and `password`",
      fault: ({ object }) => bmcAddressOf(object) !== "" && credentialsOf(object) === "",
    },
    {
      id: "host-bmc-port",
      field: ADDRESS,
      message: "has a port that does not exist.",
      remedy: "use a port from 1 to 65535, or leave it out",
      fault: (request) => hasAuthority(request, hasBadPort),
    },
    {
      id: "host-bmc-host-missing",
      field: ADDRESS,
      message: "has no host.",
      remedy: "write the BMC's name or IP address after `://`",
      fault: (request) => hasAuthority(request, hasNoHost),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-empty",
      field: "spec.bmc",
      message: "is missing: the host stays `unmanaged`, and nothing is ever done with it.",
      remedy: "set `spec.bmc.address` and `spec.bmc.credentialsName`",
      fault: ({ object }) => bmcAddressOf(object) === "" && credentialsOf(object) === "",
    },
    {
      id: "host-bmc-address-credentials",
      field: ADDRESS,
      message: "holds a user name or password, which everybody who may read hosts can read.",
      remedy: "take everything up to the `@` out, and keep it in the Secret that `credentialsName` names",
      fault: (request) => hasAuthority(request, hasUser),
    },
    {
      id: "host-bmc-address-odd",
      field: ADDRESS,
      message: "has parts that its driver does not use.",
      remedy: "write `scheme://host[:port][/path]`",
      check: oddParts,
    },
  ]),
];
