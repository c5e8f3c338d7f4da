import { fieldPath, itemsOf, objectOf } from "@ironworks/core/json";
import { rebootRules } from "../host/annotations.js";
import { imageRules } from "../host/image.js";
import { labelValueFault, qualifiedNameFault } from "../labels.js";
import { goText, kindOf, type Manifest, namespaceOf, specOf } from "../manifest.js";
import type { AdmissionRequest, Finding, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { isHost } from "../set.js";

const LABELS = "spec.hostSelector.matchLabels";
const EXPRESSIONS = "spec.hostSelector.matchExpressions";

/** How many values an operator takes. Lower case, unlike Kubernetes' own selectors. */
const OPERATORS: Readonly<Record<string, "one" | "some" | "none">> = {
  "=": "one",
  "==": "one",
  "!=": "one",
  in: "some",
  notin: "some",
  exists: "none",
  "!": "none",
};
const WANTED = { one: "exactly one", some: "at least one", none: "none" } as const;

interface Expression {
  readonly field: string;
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly wanted: "one" | "some" | "none" | undefined;
}

function expressions(claim: Manifest): readonly Expression[] {
  return itemsOf(objectOf(specOf(claim).hostSelector).matchExpressions).map((item, index) => {
    const entry = objectOf(item);
    const operator = goText(entry.operator);
    return {
      field: fieldPath(EXPRESSIONS, index),
      key: goText(entry.key),
      operator,
      values: itemsOf(entry.values).map(goText),
      wanted: Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined,
    };
  });
}

function hasWantedCount({ wanted, values }: Expression): boolean {
  if (wanted === "one") {
    return values.length === 1;
  }
  return wanted === "some" ? values.length > 0 : values.length === 0;
}

function labels(claim: Manifest): readonly (readonly [string, string])[] {
  return Object.entries(objectOf(objectOf(specOf(claim).hostSelector).matchLabels)).map(([key, value]) => [
    key,
    goText(value),
  ]);
}

function* wrongKeys({ object }: AdmissionRequest): Iterable<Finding> {
  for (const [key] of labels(object)) {
    const fault = qualifiedNameFault(key);
    if (fault) {
      yield { field: fieldPath(LABELS, key), message: `has the key ${JSON.stringify(key)}, which ${fault}.` };
    }
  }
  for (const { field, key } of expressions(object)) {
    const fault = qualifiedNameFault(key);
    if (fault) {
      yield { field: `${field}.key`, message: `is ${JSON.stringify(key)}, which ${fault}.` };
    }
  }
}

function* wrongValues({ object }: AdmissionRequest): Iterable<Finding> {
  for (const [key, value] of labels(object)) {
    yield* valueFaults(fieldPath(LABELS, key), value);
  }
  for (const expression of expressions(object)) {
    if (expression.wanted === undefined || expression.wanted === "none" || !hasWantedCount(expression)) {
      continue;
    }
    for (const [index, value] of expression.values.entries()) {
      yield* valueFaults(fieldPath(`${expression.field}.values`, index), value);
    }
  }
}

function* valueFaults(field: string, value: string): Iterable<Finding> {
  const fault = labelValueFault(value);
  if (fault) {
    yield { field, message: `is ${JSON.stringify(value)}, which ${fault}.` };
  }
}

/** Whether the set has hosts that the claim could get, and none of them in a namespace with a policy. */
function lacksPolicy({ object, others }: AdmissionRequest): boolean {
  const wanted = goText(objectOf(specOf(object).hostSelector).inNamespace);
  const spaces = others.fact("host-namespaces", (objects) => new Set(objects.filter(isHost).map(namespaceOf)));
  const policies = others.fact("policy-namespaces", (objects) =>
    objects.filter((other) => kindOf(other) === "HostDeployPolicy").map(namespaceOf),
  );
  const candidates = [...spaces].filter((space) => wanted === "" || space === wanted);
  return candidates.length > 0 && !policies.some((space) => candidates.includes(space));
}

/** What is asked of a HostClaim. v0.13 has the kind, but neither a webhook nor a controller for it. */
export const HOST_CLAIM_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "HostClaim", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" }, [
    {
      id: "claim-label-key",
      field: "spec.hostSelector.*",
      message: "has a key that a label cannot have.",
      remedy: "write `name` or `prefix.example.org/name`",
      check: wrongKeys,
    },
    {
      id: "claim-label-value",
      field: "spec.hostSelector.*",
      message: "has a value that a label cannot have.",
      remedy: "use letters, digits, `-`, `_` and `.`; at most 63 characters",
      check: wrongValues,
    },
    {
      id: "claim-selector-operator",
      field: `${EXPRESSIONS}[].operator`,
      message: "is not a known operator.",
      remedy: `use one of ${Object.keys(OPERATORS).join(" ")}; unlike Kubernetes' own selectors, in lower case`,
      *check({ object }): Iterable<Finding> {
        for (const { field, operator, wanted } of expressions(object)) {
          if (wanted === undefined) {
            yield { field: `${field}.operator`, message: `is \`${operator}\`, which is not a known operator.` };
          }
        }
      },
    },
    {
      id: "claim-selector-values",
      field: `${EXPRESSIONS}[].values`,
      message: "has the wrong number of values for its operator.",
      remedy: "give `=`, `==` and `!=` one value, `in` and `notin` one or more, `exists` and `!` none (`values: []`)",
      *check({ object }): Iterable<Finding> {
        for (const expression of expressions(object)) {
          const { field, operator, wanted } = expression;
          if (wanted === undefined || hasWantedCount(expression)) {
            continue;
          }
          const number = expression.values.length === 1 ? "1 value" : `${expression.values.length} values`;
          yield { field: `${field}.values`, message: `has ${number}, but \`${operator}\` takes ${WANTED[wanted]}.` };
        }
      },
    },
  ]),
  ...rebootRules("HostClaim", "claim", "v0.14"),
  ...imageRules("HostClaim", "claim", { url: "v0.14", checksum: "v0.14" }),
  ...rulesOf({ kind: "HostClaim", by: "advice", on: ["create", "update"], severity: "warning" }, [
    {
      id: "claim-not-served",
      until: "v0.13",
      field: "kind",
      message: "has no controller in this release: a claim has no effect.",
      remedy: "use v0.14 or later, or provision the BareMetalHost itself",
      fault: () => true,
    },
    {
      id: "claim-policy-missing",
      field: "spec.hostSelector",
      message: "finds only hosts without a HostDeployPolicy beside them, so the claim gets none.",
      remedy: "add a HostDeployPolicy to the hosts' namespace, even if the claim is in the same one",
      fault: lacksPolicy,
    },
  ]),
];
