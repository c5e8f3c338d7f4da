import { describe, expect, it } from "vitest";
import { FEATURES, NEWEST_MINOR, negotiate, OLDEST_MINOR } from "./apiVersion.js";
import { IronicError } from "./ironicError.js";

const body = (max: string, min = "1.1"): string =>
  JSON.stringify({ default_version: { id: "v1", min_version: min, version: max } });

const errorOf = (call: () => unknown): IronicError => {
  try {
    call();
  } catch (error) {
    if (error instanceof IronicError) {
      return error;
    }
  }
  throw new Error("no IronicError was thrown");
};

describe("negotiate", () => {
  it.each([
    ["1.82", 82],
    ["1.96", 96],
    ["1.115", 115],
    ["1.200", NEWEST_MINOR],
  ])("takes the newest that both know: %s", (max, minor) => {
    expect(negotiate("http://ironic", body(max)).minor).toBe(minor);
  });

  it("refuses an older API, naming what is needed", () => {
    const error = errorOf(() => negotiate("http://ironic", body("1.81")));
    expect(error.code).toBe("IRONIC_API_TOO_OLD");
    expect(error.message).toContain("speaks API 1.81 at most; Ironworks needs 1.82");
    expect(error.message).toContain("upgrade Ironic to 21.4 (2023.1) or later");
  });

  it("refuses an API that has left the known ones behind", () => {
    expect(errorOf(() => negotiate("http://ironic", body("1.300", "1.116"))).code).toBe("IRONIC_API_TOO_NEW");
  });

  it.each([
    "<html>It works!</html>",
    "{}",
    "null",
    '{"versions":{"values":[{"id":"v3.14"}]}}',
    '{"kind":"Status","code":403}',
    '{"default_version":{"id":"v2","min_version":"2.1","version":"2.90"}}',
  ])("knows what is not an Ironic: %s", (answer) => {
    const error = errorOf(() => negotiate("http://web", answer));
    expect(error.code).toBe("IRONIC_NOT_IRONIC");
    expect(error.message).toContain("`http://web` answers, but is not an Ironic API");
  });
});

describe("features", () => {
  it("are refused by name, with the release that has them", () => {
    const error = errorOf(() => negotiate("http://ironic", body("1.82")).require("agentInspection"));
    expect(error.code).toBe("IRONIC_UNSUPPORTED");
    expect(error.message).toContain("API 1.82, which has no inspection by the deploy ramdisk");
    expect(error.message).toContain('use Ironic 22.1 or later, or set `inspectionMode: "fast"`');
  });

  it("all lie within the spoken range and are there at its end", () => {
    const newest = negotiate("http://ironic", body("1.115"));
    for (const [feature, { minor }] of Object.entries(FEATURES)) {
      expect(minor, feature).toBeGreaterThan(OLDEST_MINOR);
      expect(minor, feature).toBeLessThanOrEqual(NEWEST_MINOR);
      expect(() => newest.require(feature as keyof typeof FEATURES)).not.toThrow();
    }
  });
});
