import { describe, expect, it } from "vitest";
import { budgetOf, DEFAULT_BUDGETS } from "./budget.js";

describe("budgets", () => {
  it.each(Object.entries(DEFAULT_BUDGETS))("%s: expected < soft < hard", (_phase, budget) => {
    expect(budget.expectedSeconds).toBeLessThan(budget.softSeconds);
    expect(budget.softSeconds).toBeLessThan(budget.hardSeconds);
  });

  it("takes the caller's numbers, and keeps soft within hard", () => {
    expect(budgetOf("deploy", { deploy: { softSeconds: 100, hardSeconds: 20 } })).toEqual({
      expectedSeconds: 600,
      softSeconds: 20,
      hardSeconds: 20,
    });
    expect(budgetOf("verify", { deploy: { softSeconds: 1, hardSeconds: 2 } })).toEqual(DEFAULT_BUDGETS.verify);
  });
});
