import { describe, expect, it } from "vitest";
import { DEFAULT_LIMIT, destructiveLimitOf, type LimitSettings } from "./destructiveLimit.js";

const hosts = (settings: LimitSettings): number => {
  const limit = destructiveLimitOf(settings);
  return limit.ok ? limit.value.hosts : expect.fail(JSON.stringify(limit.error));
};
const wrong = (settings: LimitSettings): readonly string[] => {
  const limit = destructiveLimitOf(settings);
  return limit.ok ? [] : limit.error.map(({ field }) => field);
};

describe("how many hosts a run may destroy something on", () => {
  it("is one, where nothing is said", () => {
    expect(destructiveLimitOf({})).toEqual({ ok: true, value: DEFAULT_LIMIT });
    expect(hosts({ fleetSize: "1000" })).toBe(1);
  });

  it("is a number, none included", () => {
    expect(["0", "1", 4, "1000", " 7 "].map((maxDestructive) => hosts({ maxDestructive }))).toEqual([0, 1, 4, 1000, 7]);
  });

  it("is a share of what the program says there is, rounded down, and yet one at least", () => {
    const ofThousand = ["10%", "2.5 %", "0.01%", "0%", "100%"];
    expect(ofThousand.map((maxDestructive) => hosts({ maxDestructive, fleetSize: 1000 }))).toEqual([
      100, 25, 1, 0, 1000,
    ]);
    expect(hosts({ maxDestructive: "10%", fleetSize: 19 })).toBe(1);
  });

  it("is refused where it is anything else, with each setting that is wrong", () => {
    for (const maxDestructive of ["", "-1", "1.5", "all", "101%", "%", "1e3", true, "Infinity"]) {
      expect(wrong({ maxDestructive }), String(maxDestructive)).toEqual(["maxDestructive"]);
    }
    expect(wrong({ maxDestructive: "10%" })).toEqual(["fleetSize"]);
    expect(wrong({ maxDestructive: "10%", fleetSize: "0" })).toEqual(["fleetSize"]);
    expect(wrong({ maxDestructive: "many", fleetSize: "many" })).toEqual(["fleetSize", "maxDestructive"]);
  });
});
