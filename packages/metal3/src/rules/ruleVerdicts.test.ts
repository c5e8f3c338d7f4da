import type { Problem } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { ADMISSION_RULES, checkObject } from "./checkObject.js";
import { adviceCases } from "./testing/adviceCases.js";
import { hostAnnotationCases } from "./testing/hostAnnotationCases.js";
import { hostBmcCases } from "./testing/hostBmcCases.js";
import { hostSpecCases } from "./testing/hostSpecCases.js";
import { hostUpdateCases } from "./testing/hostUpdateCases.js";
import { kindCases } from "./testing/kindCases.js";
import type { RuleCase } from "./testing/ruleCase.js";
import { setAdviceCases } from "./testing/setAdviceCases.js";
import { structuralCases } from "./testing/structuralCases.js";

const table = [
  ...structuralCases,
  ...hostBmcCases,
  ...hostSpecCases,
  ...hostAnnotationCases,
  ...hostUpdateCases,
  ...kindCases,
  ...adviceCases,
  ...setAdviceCases,
];

/** Only the kind Ironic and statuses ask for these; `validateKind` checks both, `checkObject` sees neither. */
const UNUSED = ["value-min-length", "value-duplicate"];

function problemsOf({ object, release, given }: RuleCase): readonly Problem[] {
  return checkObject(object, { release: release ?? "v0.13.2", ...given }).problems;
}

function idsOf(problems: readonly Problem[]): string[] {
  return [...new Set(problems.map(({ rule = "" }) => rule))].sort();
}

/** What a server would say, or our advice: the two do not mix. */
function ofSource(problems: readonly Problem[], advice: boolean): readonly Problem[] {
  return problems.filter(({ by }) => (by === "advice") === advice);
}

it("every rule has objects on both sides of it", () => {
  const missing = ADMISSION_RULES.map(({ id }) => id).filter((id) => !UNUSED.includes(id));
  const covered = new Set(
    table.filter(({ broken, kept }) => broken.length >= 2 && kept.length >= 2).map(({ rule }) => rule),
  );
  expect(missing.filter((id) => !covered.has(id))).toEqual([]);
  expect([...covered].filter((id) => !missing.includes(id))).toEqual([]);
});

it("ids are unique: two rules share one only where no release and operation has both", () => {
  for (const [index, rule] of ADMISSION_RULES.entries()) {
    for (const twin of ADMISSION_RULES.slice(index + 1).filter(({ id }) => id === rule.id)) {
      const apart = rule.until !== undefined && twin.since !== undefined;
      const otherwise = !rule.on.some((operation) => twin.on.includes(operation));
      expect([rule.id, apart || otherwise]).toEqual([rule.id, true]);
    }
  }
});

describe.each(table)("$rule", ({ rule, broken, kept }) => {
  const own = ADMISSION_RULES.find(({ id }) => id === rule);

  it.each(broken)("broken: %#", (row) => {
    const problems = problemsOf(row);
    expect(own).toBeDefined();
    if (own?.by === "advice") {
      expect(idsOf(ofSource(problems, false))).toEqual([...(row.also ?? [])].sort());
      expect(idsOf(ofSource(problems, true))).toContain(rule);
    } else {
      expect(idsOf(ofSource(problems, false))).toEqual([rule, ...(row.also ?? [])].sort());
      expect(new Set(ofSource(problems, false).map(({ by }) => by))).toEqual(new Set([own?.by]));
    }
    for (const problem of problems) {
      expect(problem.field).not.toBe("");
      expect(problem.message).toMatch(/^\S.*[.!?]$/s);
      expect(problem.remedy).toMatch(/^\S.*\S$/s);
    }
  });

  it.each(kept)("kept: %#", (row) => {
    const problems = problemsOf(row);
    expect(idsOf(problems)).not.toContain(rule);
    expect(idsOf(ofSource(problems, false))).toEqual([...(row.also ?? [])].sort());
  });
});
