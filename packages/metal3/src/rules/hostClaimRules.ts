import { rebootRules } from "./hostAnnotationRules.js";
import { imageRules } from "./imageRules.js";
import { labelValueFault, qualifiedNameFault } from "./labels.js";
import { at, listOf, type Manifest, mapOf, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

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
const WANTED = { one: "exactly one value", some: "at least one value", none: "no values" } as const;

interface Expression {
  readonly field: string;
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly wanted: "one" | "some" | "none" | undefined;
}

function expressions(claim: Manifest): readonly Expression[] {
  return listOf(mapOf(specOf(claim).hostSelector).matchExpressions).map((item, index) => {
    const entry = mapOf(item);
    const operator = textOf(entry.operator);
    return {
      field: at(EXPRESSIONS, index),
      key: textOf(entry.key),
      operator,
      values: listOf(entry.values).map(textOf),
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
  return Object.entries(mapOf(mapOf(specOf(claim).hostSelector).matchLabels)).map(([key, value]) => [
    key,
    textOf(value),
  ]);
}

/** What the webhook of v0.14 asks of a HostClaim. v0.13 has the kind, but no webhook for it. */
export const HOST_CLAIM_RULES: readonly Rule[] = [
  {
    id: "claim-label-key",
    kind: "HostClaim",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The selector has a key that no label can have.",
    remedy: "Write `name` or `prefix.example.org/name`.",
    *check({ object }): Iterable<Finding> {
      for (const [key] of labels(object)) {
        const fault = qualifiedNameFault(key);
        if (fault) {
          yield { field: at(LABELS, key), message: `The label key ${JSON.stringify(key)} ${fault}.` };
        }
      }
      for (const { field, key } of expressions(object)) {
        const fault = qualifiedNameFault(key);
        if (fault) {
          yield { field: `${field}.key`, message: `The label key ${JSON.stringify(key)} ${fault}.` };
        }
      }
    },
  },
  {
    id: "claim-label-value",
    kind: "HostClaim",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The selector has a value that no label can have.",
    remedy: "Use letters, digits, `-`, `_` and `.`; at most 63 characters.",
    *check({ object }): Iterable<Finding> {
      for (const [key, value] of labels(object)) {
        const fault = labelValueFault(value);
        if (fault) {
          yield { field: at(LABELS, key), message: `The label value ${JSON.stringify(value)} ${fault}.` };
        }
      }
      for (const expression of expressions(object)) {
        if (expression.wanted === undefined || expression.wanted === "none" || !hasWantedCount(expression)) {
          continue;
        }
        for (const [index, value] of expression.values.entries()) {
          const fault = labelValueFault(value);
          if (!fault) {
            continue;
          }
          yield {
            field: at(`${expression.field}.values`, index),
            message: `The label value ${JSON.stringify(value)} ${fault}.`,
          };
        }
      }
    },
  },
  {
    id: "claim-selector-operator",
    kind: "HostClaim",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The selector has an unknown operator.",
    remedy: `Use one of ${Object.keys(OPERATORS).join(" ")}; unlike Kubernetes' own selectors, in lower case.`,
    *check({ object }): Iterable<Finding> {
      for (const { field, operator, wanted } of expressions(object)) {
        if (wanted !== undefined) {
          continue;
        }
        yield { field: `${field}.operator`, message: `The selector has the unknown operator \`${operator}\`.` };
      }
    },
  },
  {
    id: "claim-selector-values",
    kind: "HostClaim",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The selector has the wrong number of values for its operator.",
    remedy: "`=`, `==`, `!=` take one value; `in`, `notin` one or more; `exists`, `!` take `values: []`.",
    *check({ object }): Iterable<Finding> {
      for (const expression of expressions(object)) {
        const { field, operator, wanted } = expression;
        if (wanted === undefined || hasWantedCount(expression)) {
          continue;
        }
        yield { field: `${field}.values`, message: `The operator \`${operator}\` takes ${WANTED[wanted]}.` };
      }
    },
  },
  ...rebootRules("HostClaim", "claim", "v0.14"),
  ...imageRules("HostClaim", "claim", { url: "v0.14", checksum: "v0.14" }),
];
