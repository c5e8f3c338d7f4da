import { fieldPath, itemsOf, objectOf } from "@ironworks/core/json";
import { isUuid } from "../go/net.js";
import { goText, type Manifest, nameOf, namespaceOf, specOf } from "../manifest.js";
import type { Finding, Rule } from "../rule.js";
import { type RuleBody, rulesOf } from "../rulesOf.js";

const INTERFACES = "spec.networkInterfaces";

interface InterfaceEntry {
  readonly field: string;
  readonly name: string;
  readonly mac: string;
}

function interfacesOf(host: Manifest): readonly InterfaceEntry[] {
  return itemsOf(specOf(host).networkInterfaces).map((item, index) => {
    const { name, macAddress } = objectOf(item);
    return { field: fieldPath(INTERFACES, index), name: goText(name), mac: goText(macAddress) };
  });
}

function* repeatedInterfaces(host: Manifest): Iterable<Finding> {
  const seen = new Set<string>();
  for (const { field, name, mac } of interfacesOf(host)) {
    if ((name === "") === (mac === "")) {
      continue;
    }
    const key = (mac || name).toLowerCase();
    if (seen.has(key)) {
      yield { field };
    }
    seen.add(key);
  }
}

/** Secrets of cloud-init: their fields, and the ids of their rules. */
const USER_DATA = { userData: "user-data", networkData: "network-data", metaData: "meta-data" } as const;

const NAMESPACE_RULES = Object.entries(USER_DATA).map(
  ([name, id]): RuleBody => ({
    id: `host-${id}-namespace`,
    since: "v0.8.1",
    except: ["v0.9.0"],
    field: `spec.${name}.namespace`,
    message: "is not the host's own namespace.",
    remedy: "remove it, and keep the Secret in the host's namespace",
    fault: ({ object }) => {
      const namespace = goText(objectOf(specOf(object)[name]).namespace);
      return namespace !== "" && namespace !== namespaceOf(object);
    },
  }),
);

/** What is asked of a host's name, cloud-init Secrets, power and network interfaces. */
export const HOST_SPEC_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error" }, [
    {
      id: "host-name-is-uuid",
      field: "metadata.name",
      message: "is a UUID, which Ironic would take for a node's own.",
      remedy: "give the host a name of its own, e.g. `rack3-u17`",
      fault: ({ object }) => isUuid(nameOf(object)),
    },
    ...NAMESPACE_RULES,
    {
      id: "host-power-off-contradiction",
      since: "v0.10",
      field: "spec.disablePowerOff",
      message: "is true, but the host is to be off (`online: false`).",
      remedy: "change one of the two",
      fault: ({ object }) => specOf(object).disablePowerOff === true && specOf(object).online !== true,
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" }, [
    {
      id: "host-interface-unnamed",
      field: `${INTERFACES}[]`,
      message: "has neither `name` nor `macAddress`.",
      remedy: "set one of the two",
      check: ({ object }) => interfacesOf(object).filter(({ name, mac }) => name === "" && mac === ""),
    },
    {
      id: "host-interface-named-twice",
      field: `${INTERFACES}[]`,
      message: "has both `name` and `macAddress`.",
      remedy: "keep one of the two",
      check: ({ object }) => interfacesOf(object).filter(({ name, mac }) => name !== "" && mac !== ""),
    },
    {
      id: "host-interface-duplicate",
      field: `${INTERFACES}[]`,
      message: "repeats an earlier interface.",
      remedy: "remove one of the two",
      check: ({ object }) => repeatedInterfaces(object),
    },
  ]),
  ...rulesOf({ kind: "BareMetalHost", by: "advice", on: ["create", "update"], severity: "warning", since: "v0.14" }, [
    {
      id: "host-interfaces-unused",
      until: "v0.14",
      field: INTERFACES,
      message: "is not read by any controller of this release.",
      remedy: "configure the switch ports by other means",
      fault: ({ object }) => interfacesOf(object).length > 0,
    },
  ]),
];
