import { canonicalBmcEndpoint, parseBmcAddress } from "@ironworks/core";
import { itemsOf, objectOf } from "@ironworks/core/json";
import { goText, isSet, kindOf, type Manifest, namespacedNameOf, namespaceOf, specOf } from "../manifest.js";
import type { ObjectSet } from "../objectSet.js";
import type { AdmissionRequest, Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { isHost } from "../set.js";
import { bootMacOf } from "./bootMac.js";
import { bmcAddressOf, driverOf } from "./operatorBmc.js";
import { credentialGaps, hasSecret, secretOf } from "./secrets.js";

const ADDRESS = "spec.bmc.address";
const BOOT_MAC = "spec.bootMACAddress";
const CREDENTIALS = "spec.bmc.credentialsName";

/** Unreadable addresses count as written. */
function endpointsOf(host: Manifest): readonly string[] {
  if (!isHost(host) || bmcAddressOf(host) === "") {
    return [];
  }
  const address = parseBmcAddress(bmcAddressOf(host));
  return [address.ok ? canonicalBmcEndpoint(address.value) : bmcAddressOf(host)];
}

function macsOf(host: Manifest): readonly string[] {
  const mac = bootMacOf(host).toLowerCase();
  return isHost(host) && mac !== "" ? [mac] : [];
}

/** Secrets that a host names, by field. */
function* secretNames(host: Manifest): Iterable<readonly [field: string, name: string]> {
  const spec = specOf(host);
  yield [CREDENTIALS, goText(objectOf(spec.bmc).credentialsName)];
  for (const name of ["userData", "networkData", "metaData"]) {
    yield [`spec.${name}.name`, goText(objectOf(spec[name]).name)];
  }
  yield ["spec.preprovisioningNetworkDataName", goText(spec.preprovisioningNetworkDataName)];
  yield ["spec.image.ociAuthSecretName", goText(objectOf(spec.image).ociAuthSecretName)];
}

/** Whether the set switches the provisioning network off in the operator's settings. */
function networkDisabled(set: ObjectSet): boolean {
  return set.fact("network-disabled", (objects) => objects.some(disablesNetwork));
}

function disablesNetwork(object: Manifest): boolean {
  const name = "PROVISIONING_NETWORK_DISABLED";
  if (kindOf(object) === "ConfigMap") {
    return isTrue(objectOf(object.data)[name]);
  }
  if (kindOf(object) !== "Deployment") {
    return false;
  }
  const pod = objectOf(objectOf(specOf(object).template).spec);
  return itemsOf(pod.containers).some((container) =>
    itemsOf(objectOf(container).env).some((entry) => objectOf(entry).name === name && isTrue(objectOf(entry).value)),
  );
}

function isTrue(value: unknown): boolean {
  return String(value ?? "").toLowerCase() === "true";
}

/** Whether the set has an Ironic object, and none that serves DHCP. */
function noDhcp(set: ObjectSet): boolean {
  return set.fact("no-dhcp", (objects) => {
    const ironics = objects.filter((other) => kindOf(other) === "Ironic");
    return ironics.length > 0 && !ironics.some((ironic) => isSet(objectOf(specOf(ironic).networking).dhcp));
  });
}

function needsNetwork({ object, release }: AdmissionRequest): boolean {
  return driverOf(object, release)?.needsProvisioningNetwork ?? false;
}

/** What is advised for a host and the objects that are applied together with it. */
export const HOST_SET_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-duplicate-bmc",
      field: ADDRESS,
      message: "is also the address of another host's BMC: both would drive one server.",
      remedy: "correct the address, or remove one of the two hosts",
      *check({ object, others }): Iterable<Finding> {
        for (const endpoint of endpointsOf(object)) {
          for (const other of others.lookUpOthers(object, "bmc-endpoints", endpointsOf, endpoint)) {
            const message = `is also the address of the BMC of \`${namespacedNameOf(other)}\`: both would drive one server.`;
            yield { field: ADDRESS, message };
          }
        }
      },
    },
    {
      id: "host-duplicate-boot-mac",
      field: BOOT_MAC,
      message: "is also the MAC of another host, which Ironic refuses.",
      remedy: "correct the address of one of the two hosts",
      *check({ object, others }): Iterable<Finding> {
        for (const mac of macsOf(object)) {
          for (const other of others.lookUpOthers(object, "boot-macs", macsOf, mac)) {
            const message = `is also the MAC of \`${namespacedNameOf(other)}\`, which Ironic refuses.`;
            yield { field: BOOT_MAC, message };
          }
        }
      },
    },
    {
      id: "host-secret-incomplete",
      field: CREDENTIALS,
      message: "names a Secret without a key that the operator reads, so registering the host fails.",
      remedy: "give the Secret the keys `username` and `password`, neither of them empty",
      fault: ({ object, others }) => {
        const name = goText(objectOf(specOf(object).bmc).credentialsName);
        const secret = name === "" ? undefined : secretOf(others, namespaceOf(object), name);
        const gaps = secret ? credentialGaps(secret) : [];
        const keys = gaps.map((gap) => `\`${gap}\``).join(" and ");
        return gaps.length > 0 && `names the Secret \`${name}\` without ${keys}, so registering the host fails.`;
      },
    },
    {
      id: "host-network-boot-disabled",
      since: "v0.11",
      field: ADDRESS,
      message: "has a driver that boots over the provisioning network, but the set turns that network off.",
      remedy: "use a virtual media scheme, e.g. `redfish-virtualmedia://`",
      fault: (request) => needsNetwork(request) && networkDisabled(request.others),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "host-secret-missing",
      field: "spec.*",
      message: "names a Secret that the set does not have, although it has others of the host's namespace.",
      remedy: "add the Secret, or correct the name; if it is made elsewhere, this is fine",
      *check({ object, others }): Iterable<Finding> {
        const namespace = namespaceOf(object);
        if (!hasSecret(others, namespace)) {
          return;
        }
        for (const [field, name] of secretNames(object)) {
          if (name === "" || hasSecret(others, namespace, name)) {
            continue;
          }
          yield { field, message: `names the Secret \`${name}\`, but the set has only others in \`${namespace}\`.` };
        }
      },
    },
    {
      id: "host-network-boot-without-dhcp",
      field: ADDRESS,
      message: "has a driver that boots over the network, but the Ironic object of the set serves no DHCP.",
      remedy: "set `spec.networking.dhcp` of the Ironic object, use a virtual media scheme, or serve DHCP yourself",
      fault: (request) => needsNetwork(request) && noDhcp(request.others),
    },
  ]),
];
