import type { Problem } from "@ironworks/core/problems";
import type { KindRule } from "../kinds/kindProblem.js";
import { validateKind } from "../kinds/validateKind.js";
import type { AdmissionRequest, Rule } from "./rule.js";
import { rulesOf } from "./rulesOf.js";

type Words = Pick<Rule, "field" | "message" | "remedy">;

/** In general words what each rule of the definitions says; the validators of `kinds` decide and say it exactly. */
const WORDS: Readonly<Record<KindRule, Words>> = {
  "kind-unknown": { field: "kind", message: "is not a kind of Metal3.", remedy: "correct it" },
  "kind-release": { field: "kind", message: "is not a kind of the release.", remedy: "use a release that has it" },
  "api-version": {
    field: "apiVersion",
    message: "is not the version of the kind.",
    remedy: "write `apiVersion: metal3.io/v1alpha1`",
  },
  "metadata-name": {
    field: "metadata.name",
    message: "is missing, or is not a name that Kubernetes takes.",
    remedy: "use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends",
  },
  "metadata-namespace": {
    field: "metadata.namespace",
    message: "is not a name of a namespace that Kubernetes takes.",
    remedy: "use lower-case letters, digits and `-`, with a letter or digit at both ends; at most 63",
  },
  "metadata-labels": {
    field: "metadata.labels",
    message: "has a name or value that a label cannot have.",
    remedy: "put values in quotes; use letters, digits, `-`, `_` and `.`; at most 63",
  },
  "metadata-annotations": {
    field: "metadata.annotations",
    message: "has a name or value that an annotation cannot have.",
    remedy: "put values in quotes; keep all of them below 256 KiB",
  },
  "field-unknown": { field: "*", message: "is not a field of the kind.", remedy: "remove it, or correct its name" },
  "field-release": {
    field: "*",
    message: "is not a field of the kind in the release.",
    remedy: "remove it, or use a release that has it",
  },
  "field-required": { field: "*", message: "is missing.", remedy: "set it" },
  "value-type": { field: "*", message: "has the wrong type.", remedy: "write a value of the type that is named" },
  "value-release": {
    field: "*",
    message: "has a value that the release does not know.",
    remedy: "use another value, or a later release",
  },
  "value-enum": { field: "*", message: "is not one of the allowed values.", remedy: "use one of them" },
  "value-pattern": { field: "*", message: "does not match the field's pattern.", remedy: "write it in that form" },
  "value-format": { field: "*", message: "does not have the field's format.", remedy: "write it in that format" },
  "value-minimum": { field: "*", message: "is too small.", remedy: "use a greater number" },
  "value-maximum": { field: "*", message: "is too great.", remedy: "use a smaller number" },
  "value-min-length": { field: "*", message: "is too short.", remedy: "use a longer text" },
  "value-max-length": { field: "*", message: "is too long.", remedy: "use a shorter text" },
  "value-min-items": { field: "*", message: "has too few items.", remedy: "add items" },
  "value-max-items": { field: "*", message: "has too many items.", remedy: "remove items" },
  "value-duplicate": { field: "*", message: "repeats an earlier item.", remedy: "remove one of the two" },
};

const CACHE = new WeakMap<AdmissionRequest, readonly Problem[]>();

/** What the API server refuses before it asks the webhook. */
export function structuralProblems(request: AdmissionRequest): readonly Problem[] {
  let problems = CACHE.get(request);
  if (!problems) {
    const { object, release, operation, old } = request;
    const found = operation === "delete" ? [] : validateKind(object, release, operation === "update" ? { old } : {});
    problems = found.map(worded);
    CACHE.set(request, problems);
  }
  return problems;
}

/** With a full stop and a remedy, and its members in the order of all problems, in which they are printed. */
function worded({ rule, by, severity, field, message, remedy }: Problem): Problem {
  const words: Readonly<Record<string, Words>> = WORDS;
  return {
    rule,
    by,
    severity,
    field,
    message: message.endsWith(".") ? message : `${message}.`,
    remedy: remedy ?? words[rule ?? ""]?.remedy,
  };
}

/** What the server asks while it decodes strictly; the rest it asks of the decoded object. */
const STRICT_RULES: readonly string[] = ["field-unknown", "field-release"] satisfies readonly KindRule[];

/** The rules of the definitions and of strict decoding, which hold for every kind. */
export const STRUCTURAL_RULES: readonly Rule[] = Object.entries(WORDS).flatMap(([id, words]) =>
  rulesOf(
    {
      kind: "any",
      by: STRICT_RULES.includes(id) ? "strict" : "schema",
      on: ["create", "update"],
      severity: "error",
    },
    [{ id, ...words, check: (request) => structuralProblems(request).filter(({ rule }) => rule === id) }],
  ),
);
