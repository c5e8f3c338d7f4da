import { describe, expect, it } from "vitest";
import { budgetOf, defaultBudgets } from "./budget.js";

describe("budgets", () => {
  it.each(Object.entries(defaultBudgets))("%s: expected < soft < hard", (_phase, budget) => {
    expect(budget.expectedSeconds).toBeLessThan(budget.softSeconds);
    expect(budget.softSeconds).toBeLessThan(budget.hardSeconds);
  });

  it("takes the caller's numbers, and keeps soft within hard", () => {
    expect(budgetOf("deploy", { deploy: { softSeconds: 100, hardSeconds: 20 } })).toEqual({
      expectedSeconds: 600,
      softSeconds: 20,
      hardSeconds: 20,
    });
    expect(budgetOf("verify", { deploy: { softSeconds: 1, hardSeconds: 2 } })).toEqual(defaultBudgets.verify);
  });
});
