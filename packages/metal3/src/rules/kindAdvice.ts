import { dnsLabelFault, labelValueFault, qualifiedNameFault } from "./labels.js";
import { at, isMap, isSet, listOf, mapOf, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

/** What the server lets through of the other kinds although it cannot work. */
export const KIND_ADVICE: readonly Rule[] = [
  {
    id: "subscription-never-updated",
    kind: "BMCEventSubscription",
    by: "advice",
    on: ["create"],
    severity: "error",
    message:
      "With `httpHeadersRef` no update is ever taken, not even the operator's own: the subscription is never made.",
    remedy: "Remove `spec.httpHeadersRef`; put what the receiver checks into the destination's path.",
    *check({ object }): Iterable<Finding> {
      if (isSet(specOf(object).httpHeadersRef)) {
        yield { field: "spec.httpHeadersRef" };
      }
    },
  },
  {
    id: "firmware-component-unknown",
    kind: "HostFirmwareComponents",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The operator knows no such component.",
    remedy: "Use `bios`, `bmc`, or `nic:` with the adapter's name.",
    *check({ object }): Iterable<Finding> {
      for (const [index, item] of listOf(specOf(object).updates).entries()) {
        const component = textOf(mapOf(item).component);
        if (/^(?:bios|bmc|nic:.+)$/.test(component)) {
          continue;
        }
        yield {
          field: `${at("spec.updates", index)}.component`,
          message: `The operator knows no component \`${component}\`.`,
        };
      }
    },
  },
  {
    id: "firmware-component-twice",
    kind: "HostFirmwareComponents",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "A component is updated twice.",
    remedy: "Keep one update a component.",
    *check({ object }): Iterable<Finding> {
      const seen = new Set<string>();
      for (const [index, item] of listOf(specOf(object).updates).entries()) {
        const component = textOf(mapOf(item).component);
        if (seen.has(component)) {
          yield { field: `${at("spec.updates", index)}.component` };
        }
        seen.add(component);
      }
    },
  },
  {
    id: "switch-address-empty",
    kind: "BareMetalSwitch",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "The switch has no address.",
    remedy: "Set `spec.address` to the switch's IP address or name.",
    *check({ object }): Iterable<Finding> {
      const spec = specOf(object);
      if (Object.keys(spec).length > 0 && textOf(spec.address).trim() === "") {
        yield { field: "spec.address" };
      }
    },
  },
  {
    id: "policy-without-namespaces",
    kind: "HostDeployPolicy",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "The policy names no namespaces, and the operator ignores it.",
    remedy: "Set `spec.hostClaimNamespaces`; `nameMatches: .*` lets every namespace in.",
    *check({ object }): Iterable<Finding> {
      if (!isMap(specOf(object).hostClaimNamespaces)) {
        yield { field: "spec.hostClaimNamespaces" };
      }
    },
  },
  {
    id: "policy-pattern",
    kind: "HostDeployPolicy",
    by: "advice",
    on: ["create", "update"],
    severity: "error",
    message: "`nameMatches` is not a regular expression.",
    remedy: "Correct it, e.g. `^team-.*$`.",
    *check({ object }): Iterable<Finding> {
      const pattern = textOf(mapOf(specOf(object).hostClaimNamespaces).nameMatches);
      if (!isPattern(pattern)) {
        yield { field: "spec.hostClaimNamespaces.nameMatches" };
      }
    },
  },
  {
    id: "policy-namespace-name",
    kind: "HostDeployPolicy",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "No namespace can have the name.",
    remedy: "Use lower-case letters, digits and `-`; for patterns there is `nameMatches`.",
    *check({ object }): Iterable<Finding> {
      const field = "spec.hostClaimNamespaces.names";
      for (const [index, name] of listOf(mapOf(specOf(object).hostClaimNamespaces).names)
        .map(textOf)
        .entries()) {
        if (dnsLabelFault(name)) {
          yield { field: at(field, index), message: `No namespace can be called \`${name}\`.` };
        }
      }
    },
  },
  {
    id: "policy-label",
    kind: "HostDeployPolicy",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "No namespace can have the label.",
    remedy: "Write a label's name, and a value of letters, digits, `-`, `_` and `.`.",
    *check({ object }): Iterable<Finding> {
      const field = "spec.hostClaimNamespaces.hasLabels";
      for (const [index, item] of listOf(mapOf(specOf(object).hostClaimNamespaces).hasLabels).entries()) {
        const { name, value } = mapOf(item);
        if (qualifiedNameFault(textOf(name)) || labelValueFault(textOf(value))) {
          yield { field: at(field, index) };
        }
      }
    },
  },
  {
    id: "claim-not-served",
    kind: "HostClaim",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    until: "v0.13",
    message: "The release has the kind and no controller for it: nothing comes of a claim.",
    remedy: "Use v0.14 or later, or provision the BareMetalHost itself.",
    *check(): Iterable<Finding> {
      yield { field: "kind" };
    },
  },
];

/** JavaScript's grammar comes close enough to Go's to tell an expression from none. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return isLegacyPattern(text);
  }
}

function isLegacyPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return /\(\?[iPmsU]/.test(text);
  }
}
