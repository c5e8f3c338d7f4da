import { canonicalBmcEndpoint, parseBmcAddress } from "@ironworks/core";
import { bmcAddressOf, driverOf } from "./hostBmcRules.js";
import {
  isOperatorObject,
  isSet,
  kindOf,
  listOf,
  type Manifest,
  mapOf,
  nameOf,
  namespaceOf,
  objectKey,
  specOf,
  textOf,
} from "./manifest.js";
import type { ObjectSet } from "./objectSet.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";
import { credentialGaps, hasSecret, secretOf } from "./secretsOfSet.js";

function label(object: Manifest): string {
  return `\`${namespaceOf(object)}/${nameOf(object)}\``;
}

function isHost(object: Manifest): boolean {
  return kindOf(object) === "BareMetalHost" && isOperatorObject(object);
}

/** Unreadable addresses count as written. */
function endpointsOf(host: Manifest): readonly string[] {
  if (!isHost(host) || bmcAddressOf(host) === "") {
    return [];
  }
  const address = parseBmcAddress(bmcAddressOf(host));
  return [address.ok ? canonicalBmcEndpoint(address.value) : bmcAddressOf(host)];
}

function macsOf(host: Manifest): readonly string[] {
  const mac = textOf(specOf(host).bootMACAddress).toLowerCase();
  return isHost(host) && mac !== "" ? [mac] : [];
}

/** Whether the set has hosts in the object's namespace, and none of a name. */
function lacksHost({ object, others }: AdmissionRequest, name: string): boolean {
  const namespace = namespaceOf(object);
  const keysOf = (host: Manifest): readonly string[] =>
    isHost(host) ? [namespaceOf(host), `${namespaceOf(host)}/${nameOf(host)}`] : [];
  return (
    others.lookUp("hosts", keysOf, namespace).length > 0 &&
    others.lookUp("hosts", keysOf, `${namespace}/${name}`).length === 0
  );
}

/** Secrets that a host names, by field. */
function* secretNames(host: Manifest): Iterable<readonly [field: string, name: string]> {
  const spec = specOf(host);
  yield ["spec.bmc.credentialsName", textOf(mapOf(spec.bmc).credentialsName)];
  for (const name of ["userData", "networkData", "metaData"]) {
    yield [`spec.${name}.name`, textOf(mapOf(spec[name]).name)];
  }
  yield ["spec.preprovisioningNetworkDataName", textOf(spec.preprovisioningNetworkDataName)];
  yield ["spec.image.ociAuthSecretName", textOf(mapOf(spec.image).ociAuthSecretName)];
}

/** Whether the set switches the provisioning network off in the operator's settings. */
function networkDisabled(set: ObjectSet): boolean {
  return set.fact("network-disabled", (objects) => objects.some(disablesNetwork));
}

function disablesNetwork(object: Manifest): boolean {
  const name = "PROVISIONING_NETWORK_DISABLED";
  if (kindOf(object) === "ConfigMap") {
    return isTrue(mapOf(object.data)[name]);
  }
  if (kindOf(object) !== "Deployment") {
    return false;
  }
  const pod = mapOf(mapOf(specOf(object).template).spec);
  return listOf(pod.containers).some((container) =>
    listOf(mapOf(container).env).some((entry) => mapOf(entry).name === name && isTrue(mapOf(entry).value)),
  );
}

function isTrue(value: unknown): boolean {
  return String(value ?? "").toLowerCase() === "true";
}

/** Whether the set has an Ironic object, and none that serves DHCP. */
function noDhcp(set: ObjectSet): boolean {
  return set.fact("no-dhcp", (objects) => {
    const ironics = objects.filter((other) => kindOf(other) === "Ironic");
    return ironics.length > 0 && !ironics.some((ironic) => isSet(mapOf(specOf(ironic).networking).dhcp));
  });
}

function needsNetwork({ object, release }: AdmissionRequest): boolean {
  return driverOf(object, release)?.needsProvisioningNetwork ?? false;
}

/** What only shows when objects are looked at together. */
export const SET_ADVICE: readonly Rule[] = [
  {
    id: "object-defined-twice",
    kind: "any",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The set has the object twice; whichever is applied last holds.",
    remedy: "Remove or rename one of the two.",
    *check({ object, others }): Iterable<Finding> {
      const twins = others.lookUp("identities", (other) => [objectKey(other)], objectKey(object));
      if (nameOf(object) !== "" && twins.includes(object) && twins.length > 1) {
        yield { field: "metadata.name" };
      }
    },
  },
  {
    id: "host-duplicate-bmc",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "Another host has the same BMC: both would drive one server.",
    remedy: "Correct the address, or remove one of the two hosts.",
    *check({ object, others }): Iterable<Finding> {
      for (const endpoint of endpointsOf(object)) {
        for (const other of others.lookUpOthers(object, "bmc-endpoints", endpointsOf, endpoint)) {
          yield {
            field: "spec.bmc.address",
            message: `The host ${label(other)} has the same BMC: both would drive one server.`,
          };
        }
      }
    },
  },
  {
    id: "host-duplicate-boot-mac",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "Another host has the same `bootMACAddress`, which Ironic refuses.",
    remedy: "Correct the address of one of the two hosts.",
    *check({ object, others }): Iterable<Finding> {
      for (const mac of macsOf(object)) {
        for (const other of others.lookUpOthers(object, "boot-macs", macsOf, mac)) {
          yield {
            field: "spec.bootMACAddress",
            message: `The host ${label(other)} has the same \`bootMACAddress\`, which Ironic refuses.`,
          };
        }
      }
    },
  },
  {
    id: "host-secret-missing",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The set has Secrets in the host's namespace, but not the one that the host names.",
    remedy: "Add the Secret, or correct the name. If it is made elsewhere, this is fine.",
    *check({ object, others }): Iterable<Finding> {
      const namespace = namespaceOf(object);
      if (!hasSecret(others, namespace)) {
        return;
      }
      for (const [field, name] of secretNames(object)) {
        if (name === "" || hasSecret(others, namespace, name)) {
          continue;
        }
        yield { field, message: `The set has Secrets in \`${namespace}\`, but none called \`${name}\`.` };
      }
    },
  },
  {
    id: "host-secret-incomplete",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The Secret with the BMC's credentials lacks a key that the operator reads.",
    remedy: "Give the Secret the keys `username` and `password`, neither of them empty.",
    *check({ object, others }): Iterable<Finding> {
      const name = textOf(mapOf(specOf(object).bmc).credentialsName);
      const secret = name === "" ? undefined : secretOf(others, namespaceOf(object), name);
      const gaps = secret ? credentialGaps(secret) : [];
      if (gaps.length === 0) {
        return;
      }
      yield {
        field: "spec.bmc.credentialsName",
        message: `The Secret \`${name}\` has no ${gaps.map((gap) => `\`${gap}\``).join(" and no ")}, so registering the host fails.`,
      };
    },
  },
  {
    id: "host-network-boot-disabled",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    since: "v0.11",
    message: "The driver boots over the provisioning network, and the set turns that network off.",
    remedy: "Use a virtual media scheme, e.g. `redfish-virtualmedia://`.",
    *check(request): Iterable<Finding> {
      if (needsNetwork(request) && networkDisabled(request.others)) {
        yield { field: "spec.bmc.address" };
      }
    },
  },
  {
    id: "host-network-boot-without-dhcp",
    kind: "BareMetalHost",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The driver boots over the network, and the Ironic object of the set serves no DHCP.",
    remedy: "Set `spec.networking.dhcp` of the Ironic object, use a virtual media scheme, or serve DHCP yourself.",
    *check(request): Iterable<Finding> {
      if (needsNetwork(request) && noDhcp(request.others)) {
        yield { field: "spec.bmc.address" };
      }
    },
  },
  ...(["DataImage", "HostFirmwareSettings", "HostFirmwareComponents", "HostUpdatePolicy"] as const).map(
    (kind): Rule => ({
      id: `${kind.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase()}-host-missing`,
      kind,
      by: "advice",
      on: ["create", "update"],
      severity: "warning",
      message: "The set has hosts in the namespace, but none with the object's name, so nothing comes of it.",
      remedy: "Give the object the name of its host.",
      *check(request): Iterable<Finding> {
        if (lacksHost(request, nameOf(request.object))) {
          yield { field: "metadata.name" };
        }
      },
    }),
  ),
  {
    id: "subscription-host-missing",
    kind: "BMCEventSubscription",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The set has hosts in the namespace, but not the one that the subscription names.",
    remedy: "Correct `spec.hostName`.",
    *check(request): Iterable<Finding> {
      const wanted = textOf(specOf(request.object).hostName);
      if (wanted !== "" && lacksHost(request, wanted)) {
        yield { field: "spec.hostName" };
      }
    },
  },
  {
    id: "claim-policy-missing",
    kind: "HostClaim",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The set has hosts and no HostDeployPolicy beside them, without which no claim gets a host.",
    remedy: "Add a HostDeployPolicy to the hosts' namespace, even if the claim is in the same one.",
    *check({ object, others }): Iterable<Finding> {
      const wanted = textOf(mapOf(specOf(object).hostSelector).inNamespace);
      const spaces = others.fact("host-namespaces", (objects) => new Set(objects.filter(isHost).map(namespaceOf)));
      const policies = others.fact("policy-namespaces", (objects) =>
        objects.filter((other) => kindOf(other) === "HostDeployPolicy").map(namespaceOf),
      );
      const candidates = [...spaces].filter((space) => wanted === "" || space === wanted);
      const open = policies.some((space) => candidates.includes(space));
      if (candidates.length > 0 && !open) {
        yield { field: "spec.hostSelector" };
      }
    },
  },
];
