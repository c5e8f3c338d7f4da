import { BMC_SCHEMES, parseBmcAddress } from "@ironworks/core";
import { decodingFault, type GoShape, readWholeJson } from "./goJson.js";
import { bmcAddressOf, driverOf } from "./hostBmcRules.js";
import { annotationOf, at, listOf, type Manifest, mapOf, specOf, textOf } from "./manifest.js";
import { operatorBmcDriver } from "./operatorBmc.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";

const ADDRESS = "spec.bmc.address";
const DETACHED_ANNOTATION = "baremetalhost.metal3.io/detached";
const DETACHED_ARGUMENTS: GoShape = {
  type: "object",
  properties: { deleteAction: { type: "string" }, force: { type: "boolean" } },
};

/** The authority of an address that the webhook takes: what stands before the path, query and fragment. */
function authorityOf(host: Manifest, release: AdmissionRequest["release"]): string | undefined {
  const address = bmcAddressOf(host);
  if (address === "" || !operatorBmcDriver(address, release).ok) {
    return undefined;
  }
  const rest = address.replace(/^[A-Za-z][A-Za-z0-9+.-]*:(?=\/\/|[^0-9/]|$)/, "").replace(/^\/\//, "");
  return rest.replace(/[/?#].*$/s, "");
}

function portOf(authority: string): string | undefined {
  const bare = authority.slice(authority.lastIndexOf("@") + 1);
  if (/^[^[]*:.*:/.test(bare)) {
    return undefined;
  }
  return /:([0-9]*)$/.exec(bare)?.[1];
}

function* addressAdvice(
  { object, release }: AdmissionRequest,
  wanted: (authority: string) => boolean,
): Iterable<Finding> {
  const authority = authorityOf(object, release);
  if (authority !== undefined && wanted(authority)) {
    yield { field: ADDRESS };
  }
}

function isBadPort(authority: string): boolean {
  const port = portOf(authority);
  return port !== undefined && port !== "" && (Number(port) < 1 || Number(port) > 65_535);
}

function hasNoHost(authority: string): boolean {
  return authority.slice(authority.lastIndexOf("@") + 1).replace(/:[0-9]*$/, "") === "";
}

/** What the webhook lets through about a host's BMC although it cannot work, or hardly. */
export const HOST_BMC_ADVICE: readonly Rule[] = [
  {
    id: "host-empty",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The host has no BMC: it stays `unmanaged`, and nothing is ever done with it.",
    remedy: "Set `spec.bmc.address` and `spec.bmc.credentialsName`.",
    *check({ object }): Iterable<Finding> {
      if (bmcAddressOf(object) === "" && textOf(mapOf(specOf(object).bmc).credentialsName) === "") {
        yield { field: "spec.bmc" };
      }
    },
  },
  {
    id: "host-bmc-address-missing",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The host names credentials but no BMC address, so registering it fails.",
    remedy: "Set `spec.bmc.address`.",
    *check({ object }): Iterable<Finding> {
      if (bmcAddressOf(object) === "" && textOf(mapOf(specOf(object).bmc).credentialsName) !== "") {
        yield { field: ADDRESS };
      }
    },
  },
  {
    id: "host-bmc-credentials-missing",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The host names a BMC address but no credentials, so registering it fails.",
    remedy: "Set `spec.bmc.credentialsName` to a Secret with `username` and `password`.",
    *check({ object }): Iterable<Finding> {
      if (bmcAddressOf(object) !== "" && textOf(mapOf(specOf(object).bmc).credentialsName) === "") {
        yield { field: "spec.bmc.credentialsName" };
      }
    },
  },
  {
    id: "host-bmc-port",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC address has a port that does not exist.",
    remedy: "Use a port from 1 to 65535, or leave it out.",
    check: (request) => addressAdvice(request, isBadPort),
  },
  {
    id: "host-bmc-host-missing",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The BMC address names no host.",
    remedy: "Write the BMC's name or IP address after `://`.",
    check: (request) => addressAdvice(request, hasNoHost),
  },
  {
    id: "host-bmc-address-credentials",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The BMC address holds a user name or password, which everybody who may read hosts can read.",
    remedy: "Take everything up to the `@` out, and keep it in the Secret that `credentialsName` names.",
    check: (request) => addressAdvice(request, (authority) => authority.includes("@")),
  },
  {
    id: "host-bmc-address-odd",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The BMC address has parts that its driver does not use.",
    remedy: "Write `scheme://host[:port][/path]`.",
    *check({ object, release }): Iterable<Finding> {
      const authority = authorityOf(object, release);
      if (authority === undefined || authority.includes("@") || isBadPort(authority) || hasNoHost(authority)) {
        return;
      }
      const driver = driverOf(object, release)?.scheme.split("+")[0];
      if (!BMC_SCHEMES.some((scheme) => scheme === driver)) {
        return;
      }
      const address = parseBmcAddress(bmcAddressOf(object));
      if (address.ok) {
        return;
      }
      yield {
        field: ADDRESS,
        message: `The BMC address ${address.error.message}`,
        remedy: `${address.error.remedy.charAt(0).toUpperCase()}${address.error.remedy.slice(1)}.`,
      };
    },
  },
  {
    id: "host-boot-mac-shape",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "`bootMACAddress` is not six pairs of hexadecimal digits with colons, so Ironic refuses the port.",
    remedy: "Write it as `0c:c4:7a:11:22:33`.",
    *check({ object }): Iterable<Finding> {
      const mac = textOf(specOf(object).bootMACAddress);
      if (mac !== "" && !/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/.test(mac)) {
        yield { field: "spec.bootMACAddress" };
      }
    },
  },
  {
    id: "host-boot-mac-advised",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message:
      "The host boots over the network without a `bootMACAddress`, so its inspection cannot be told from another's.",
    remedy: "Set `spec.bootMACAddress` to the MAC of the NIC that boots.",
    *check({ object, release }): Iterable<Finding> {
      const driver = driverOf(object, release);
      if (driver?.needsProvisioningNetwork && !driver.needsMac && textOf(specOf(object).bootMACAddress) === "") {
        yield { field: "spec.bootMACAddress" };
      }
    },
  },
  {
    id: "host-interfaces-unused",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    since: "v0.14",
    until: "v0.14",
    message: "No controller of this release reads `networkInterfaces`.",
    remedy: "Configure the switch ports by other means.",
    *check({ object }): Iterable<Finding> {
      if (listOf(specOf(object).networkInterfaces).length > 0) {
        yield { field: "spec.networkInterfaces" };
      }
    },
  },
  {
    id: "host-detached-annotation",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message:
      "The detached annotation is not the JSON object that the operator reads, so what it asks for has no effect.",
    remedy: 'Leave the value empty, or write `{"deleteAction": "delay"}` or `{"deleteAction": "delete"}`.',
    *check({ object }): Iterable<Finding> {
      const text = annotationOf(object, DETACHED_ANNOTATION);
      if (text === "") {
        return;
      }
      const node = readWholeJson(text);
      const readable = node.ok && decodingFault(node.value, DETACHED_ARGUMENTS, false) === undefined;
      const action = readable ? textOf(mapOf(JSON.parse(text)).deleteAction) : "";
      if (!readable || !["", "delay", "delete"].includes(action)) {
        yield { field: at("metadata.annotations", DETACHED_ANNOTATION) };
      }
    },
  },
];
