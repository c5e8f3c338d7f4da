import type { Problem } from "@ironworks/core/problems";
import { isWithin } from "../releases/release.js";
import { kindOf } from "./manifest.js";
import type { AdmissionRequest, Rule } from "./rule.js";

const SELECTIONS = new WeakMap<readonly Rule[], Map<string, readonly Rule[]>>();

/** The rules that are asked of a request's kind, operation and release. Remembered, because hosts come in thousands. */
function rulesFor(rules: readonly Rule[], { object, operation, release }: AdmissionRequest): readonly Rule[] {
  let known = SELECTIONS.get(rules);
  if (!known) {
    known = new Map();
    SELECTIONS.set(rules, known);
  }
  const kind = kindOf(object);
  const key = `${release} ${operation} ${kind}`;
  let selected = known.get(key);
  if (!selected) {
    selected = rules.filter(
      (rule) =>
        (rule.kind === "any" || rule.kind === kind) &&
        rule.on.includes(operation) &&
        isWithin(release, rule.since, rule.until) &&
        !(rule.except ?? []).includes(release),
    );
    known.set(key, selected);
  }
  return selected;
}

/** What an object breaks of some rules, in the rules' order. */
export function applyRules(rules: readonly Rule[], request: AdmissionRequest): readonly Problem[] {
  return rulesFor(rules, request).flatMap((rule) =>
    [...rule.check(request)].map((finding) => ({
      rule: rule.id,
      by: rule.by,
      severity: rule.severity,
      field: finding.field,
      message: finding.message ?? rule.message,
      remedy: finding.remedy ?? rule.remedy,
    })),
  );
}
