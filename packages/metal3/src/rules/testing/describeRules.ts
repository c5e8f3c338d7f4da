import type { Problem } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { checkObject } from "../checkObject.js";
import type { Rule } from "../rule.js";
import type { RuleCase, RuleCases } from "./ruleCase.js";

/**
 * Tests the rules of one file with a table of objects on both sides of each.
 *
 * @param rules - All rules of the file.
 * @param unused - Rules that no object can break yet.
 */
export function describeRules(
  rules: readonly Rule[],
  table: readonly RuleCases[],
  unused: readonly string[] = [],
): void {
  it("every rule has objects on both sides of it", () => {
    const covered = table.filter(({ broken, kept }) => broken.length >= 2 && kept.length >= 2).map(({ rule }) => rule);
    expect([...covered, ...unused].sort()).toEqual([...new Set(rules.map(({ id }) => id))].sort());
  });

  describe.each(table)("$rule", ({ rule, broken, kept }) => {
    const isAdvice = rules.some(({ id, by }) => id === rule && by === "advice");

    it.each(broken)("broken: %#", (row) => {
      const problems = problemsOf(row);
      const { refusals, advice } = bySource(problems);
      if (isAdvice) {
        expect(idsOf(refusals)).toEqual([...(row.also ?? [])].sort());
        expect(idsOf(advice)).toContain(rule);
      } else {
        const sources = new Set(rules.filter(({ id }) => id === rule).map(({ by }) => by));
        expect(idsOf(refusals)).toEqual([rule, ...(row.also ?? [])].sort());
        expect(new Set(refusals.map(({ by }) => by))).toEqual(sources);
      }
      for (const problem of problems) {
        expect(problem.field).not.toBe("");
        if (problem.by === "webhook" || problem.by === "advice") {
          expectGrammar(problem);
        }
      }
    });

    it.each(kept)("kept: %#", (row) => {
      const problems = problemsOf(row);
      expect(idsOf(problems)).not.toContain(rule);
      expect(idsOf(bySource(problems).refusals)).toEqual([...(row.also ?? [])].sort());
    });
  });
}

/** A message says something of the field, a remedy asks for something: `` `field` is missing. next: set it ``. */
export function expectGrammar({ message, remedy }: Pick<Problem, "message" | "remedy">): void {
  expect(message).toMatch(/^[a-z]\S* .*[^.]\.$/s);
  expect(message).not.toMatch(/^(?:a|an|the|no|not|there|it|this) |\bis no |\btold\b|\bmend\b/);
  expect(remedy).toMatch(/^[a-z].*[^.]$/s);
}

function problemsOf({ object, release, given }: RuleCase): readonly Problem[] {
  return checkObject(object, { release: release ?? "v0.13.2", ...given }).problems;
}

function idsOf(problems: readonly Problem[]): string[] {
  return [...new Set(problems.map(({ rule = "" }) => rule))].sort();
}

/** What a server would say, and our advice: the two do not mix. */
function bySource(problems: readonly Problem[]): Record<"refusals" | "advice", readonly Problem[]> {
  return {
    refusals: problems.filter(({ by }) => by !== "advice"),
    advice: problems.filter(({ by }) => by === "advice"),
  };
}
