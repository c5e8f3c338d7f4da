import { fieldPath, isRecord, itemsOf, objectOf } from "@ironworks/core/json";
import { dnsLabelFault, labelValueFault, qualifiedNameFault } from "../labels.js";
import { goText, type Manifest, specOf } from "../manifest.js";
import type { Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";

const NAMESPACES = "spec.hostClaimNamespaces";
const PATTERN = `${NAMESPACES}.nameMatches`;
const NAMES = `${NAMESPACES}.names`;
const LABELS = `${NAMESPACES}.hasLabels`;

function namespacesOf(policy: Manifest): Manifest {
  return objectOf(specOf(policy).hostClaimNamespaces);
}

/** JavaScript's grammar comes close enough to Go's to tell whether a text is an expression. */
function isPattern(text: string): boolean {
  return isRegExp(text, "u") || isRegExp(text, "") || /\(\?[iPmsU]/.test(text);
}

function isRegExp(text: string, flags: string): boolean {
  try {
    new RegExp(text, flags);
    return true;
  } catch {
    return false;
  }
}

/** What is asked of a HostDeployPolicy. */
export const DEPLOY_POLICY_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "HostDeployPolicy", by: "advice", on: ["create", "update"], severity: "error" }, [
    {
      id: "policy-pattern",
      field: PATTERN,
      message: "is not a regular expression.",
      remedy: "correct it, e.g. `^team-.*$`",
      fault: ({ object }) => !isPattern(goText(namespacesOf(object).nameMatches)),
    },
  ]),
  ...rulesOf({ kind: "HostDeployPolicy", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "policy-without-namespaces",
      field: NAMESPACES,
      message: "is missing, so the operator ignores the policy.",
      remedy: "set it; `nameMatches: .*` lets every namespace in",
      fault: ({ object }) => !isRecord(specOf(object).hostClaimNamespaces),
    },
    {
      id: "policy-namespace-name",
      field: `${NAMES}[]`,
      message: "is not a name that a namespace can have.",
      remedy: "use lower-case letters, digits and `-`; for patterns there is `nameMatches`",
      *check({ object }): Iterable<Finding> {
        for (const [index, name] of itemsOf(namespacesOf(object).names).map(goText).entries()) {
          if (dnsLabelFault(name)) {
            yield {
              field: fieldPath(NAMES, index),
              message: `is \`${name}\`, which is not a name that a namespace can have.`,
            };
          }
        }
      },
    },
    {
      id: "policy-label",
      field: `${LABELS}[]`,
      message: "is not a label that a namespace can have.",
      remedy: "write a label's name, and a value of letters, digits, `-`, `_` and `.`",
      *check({ object }): Iterable<Finding> {
        for (const [index, item] of itemsOf(namespacesOf(object).hasLabels).entries()) {
          const { name, value } = objectOf(item);
          if (qualifiedNameFault(goText(name)) || labelValueFault(goText(value))) {
            yield { field: fieldPath(LABELS, index) };
          }
        }
      },
    },
  ]),
];
