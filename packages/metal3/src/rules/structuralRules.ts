import type { Problem } from "@ironworks/core";
import type { KindRule } from "../kinds/kindProblem.js";
import { validateKind } from "../kinds/validateKind.js";
import type { AdmissionRequest, Rule } from "./rule.js";

/** In general words what each rule of the CRDs says; the validators of `kinds` decide and say it exactly. */
const WORDS: Readonly<Record<KindRule, { readonly message: string; readonly remedy: string }>> = {
  "kind-unknown": { message: "The kind is none of Metal3's.", remedy: "Correct `kind`." },
  "kind-release": { message: "The release does not have the kind.", remedy: "Use a release that has it." },
  "api-version": { message: "The kind has another API version.", remedy: "Write `apiVersion: metal3.io/v1alpha1`." },
  "metadata-name": {
    message: "The name is missing, or is none that Kubernetes takes.",
    remedy: "Use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends.",
  },
  "metadata-namespace": {
    message: "The namespace is none that Kubernetes takes.",
    remedy: "Use lower-case letters, digits and `-`, with a letter or digit at both ends; at most 63.",
  },
  "metadata-labels": {
    message: "A label is none that Kubernetes takes.",
    remedy: "Put values in quotes; use letters, digits, `-`, `_` and `.`; at most 63.",
  },
  "metadata-annotations": {
    message: "An annotation is none that Kubernetes takes.",
    remedy: "Put values in quotes; keep all of them below 256 KiB.",
  },
  "field-unknown": { message: "There is no such field.", remedy: "Remove it, or correct its name." },
  "field-release": {
    message: "The release does not have the field.",
    remedy: "Remove it, or use a release that has it.",
  },
  "field-required": { message: "A required field is missing.", remedy: "Set it." },
  "value-type": { message: "The value has the wrong type.", remedy: "Write a value of the type that is named." },
  "value-release": {
    message: "The release does not have the value.",
    remedy: "Use another value, or a later release.",
  },
  "value-enum": { message: "The value is none of those allowed.", remedy: "Use one of them." },
  "value-pattern": { message: "The value does not have the form that is asked for.", remedy: "Write it in that form." },
  "value-format": { message: "The value does not have its format.", remedy: "Write it in that format." },
  "value-minimum": { message: "The number is too small.", remedy: "Use a greater one." },
  "value-maximum": { message: "The number is too great.", remedy: "Use a smaller one." },
  "value-min-length": { message: "The text is too short.", remedy: "Use a longer one." },
  "value-max-length": { message: "The text is too long.", remedy: "Use a shorter one." },
  "value-min-items": { message: "The list has too few items.", remedy: "Add items." },
  "value-max-items": { message: "The list has too many items.", remedy: "Remove items." },
  "value-duplicate": { message: "The list has an item twice.", remedy: "Remove one of the two." },
};

const CACHE = new WeakMap<AdmissionRequest, readonly Problem[]>();

/** What the API server refuses before it asks the webhook. */
export function structuralProblems(request: AdmissionRequest): readonly Problem[] {
  let problems = CACHE.get(request);
  if (!problems) {
    const { object, release, operation, old } = request;
    const found = operation === "delete" ? [] : validateKind(object, release, operation === "update" ? { old } : {});
    problems = found.map((problem) => ({
      ...pick(problem),
      remedy: problem.remedy ?? WORDS[problem.rule as KindRule].remedy,
    }));
    CACHE.set(request, problems);
  }
  return problems;
}

function pick({ rule, by, severity, field, message }: Problem): Omit<Problem, "remedy"> {
  return { rule, by, severity, field, message: sentence(field, message) };
}

/** The validators leave the field out of their sentences. */
function sentence(field: string, message: string): string {
  const starts = /^(?:is|has|must|takes|does|needs|may|can|was|are) /.test(message);
  const text = starts ? `\`${field}\` ${message}` : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The rules of the CRDs and of strict decoding, which hold for every kind. */
export const STRUCTURAL_RULES: readonly Rule[] = (Object.keys(WORDS) as KindRule[]).map((id) => ({
  id,
  kind: "any",
  by: id === "field-unknown" || id === "field-release" ? "strict" : "schema",
  on: ["create", "update"],
  severity: "error",
  ...WORDS[id],
  check: (request) => structuralProblems(request).filter((problem) => problem.rule === id),
}));
