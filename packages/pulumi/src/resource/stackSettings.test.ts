import { describe, expect, it } from "vitest";
import { destructiveLimit, settingsProblems } from "./stackSettings.js";

const from = (values: Record<string, string>) => (key: string) => values[key];

describe("what is configured for a stack as a whole", () => {
  it("is all optional", () => {
    expect(settingsProblems(from({}))).toEqual([]);
    expect(destructiveLimit(from({})).hosts).toBe(1);
  });

  it("is read by its keys", () => {
    const config = from({
      "ironworks:maxDestructive": "5%",
      "ironworks:fleetSize": "1000",
      "ironworks:owner": "acme/metal/prod",
    });
    expect(settingsProblems(config)).toEqual([]);
    expect(destructiveLimit(config).hosts).toBe(50);
  });

  it("is refused whole, each by its key", () => {
    const config = from({ "ironworks:maxDestructive": "all", "ironworks:fleetSize": "many", "ironworks:owner": "a b" });
    const fields = settingsProblems(config).map(({ field }) => field);
    expect(fields).toEqual(["ironworks:fleetSize", "ironworks:maxDestructive", "ironworks:owner"]);
    expect(() => destructiveLimit(config)).toThrow("`ironworks:maxDestructive` is not a number of hosts");
  });

  it.each(["", "/a", "a/b/c/d", "a//b", "ä", "x".repeat(101)])("takes no owner %j", (owner) => {
    expect(settingsProblems(from({ "ironworks:owner": owner }))).toMatchObject([{ field: "ironworks:owner" }]);
  });
});
