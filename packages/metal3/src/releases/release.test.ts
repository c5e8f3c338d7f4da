import { describe, expect, expectTypeOf, it } from "vitest";
import {
  type AnyRelease,
  compareReleases,
  isRelease,
  isWithin,
  type LineOf,
  lineOf,
  RELEASE_LINES,
} from "./release.js";

describe("releases", () => {
  it("knows its own form only", () => {
    for (const text of ["v0.1", "v0.13.2", "v0.14.0-rc.0", "irso-v0.11.0", "irso-v0.11"]) {
      expect(isRelease(text)).toBe(true);
    }
    for (const text of ["0.13.2", "v0.7", "v0.15.0", "v0.13.x", "irso-v0.10.0", "v0.13.2 ", ""]) {
      expect(isRelease(text)).toBe(false);
    }
  });

  it("finds the line, at run time and in types", () => {
    expect(lineOf("v0.14.0-rc.0")).toBe("v0.14");
    expect(lineOf("v0.1")).toBe("v0.1");
    expect(lineOf("irso-v0.11.0")).toBe("irso-v0.11");
    expectTypeOf<LineOf<"v0.13.2">>().toEqualTypeOf<"v0.13">();
    expectTypeOf<LineOf<"v0.14.0-rc.0">>().toEqualTypeOf<"v0.14">();
    expectTypeOf<LineOf<"v0.1.2">>().toEqualTypeOf<"v0.1">();
    expectTypeOf<LineOf<"v0.11">>().toEqualTypeOf<"v0.11">();
    expectTypeOf<LineOf<"irso-v0.11.0">>().toEqualTypeOf<"irso-v0.11">();
    expect(() => lineOf("13.2" as AnyRelease)).toThrow("is not a release");
  });

  it("orders by number, candidates first, a line last", () => {
    const ordered: AnyRelease[] = [
      "v0.1.0",
      "v0.1.2",
      "v0.1",
      "v0.2.0",
      "v0.10.6",
      "v0.12.6",
      "v0.14.0-rc.0",
      "v0.14.0-rc.10",
      "v0.14.0",
      "v0.14",
    ];
    expect([...ordered].reverse().sort(compareReleases)).toEqual(ordered);
    expect([...RELEASE_LINES].reverse().sort(compareReleases)).toEqual(RELEASE_LINES);
    expect(compareReleases("v0.13", "v0.13")).toBe(0);
    expect(() => compareReleases("v0.11.0", "irso-v0.11.0")).toThrow("two operators");
  });

  it("counts both ends as inside", () => {
    expect(isWithin("v0.14.0-rc.0", "v0.14", undefined)).toBe(true);
    expect(isWithin("v0.13.2", "v0.14", undefined)).toBe(false);
    expect(isWithin("v0.1.1", "v0.1.2", undefined)).toBe(false);
    expect(isWithin("v0.1", "v0.1.2", undefined)).toBe(true);
    expect(isWithin("v0.13.2", undefined, "v0.13")).toBe(true);
    expect(isWithin("v0.14.0-rc.0", undefined, "v0.13")).toBe(false);
    expect(isWithin("v0.6.0", undefined, "v0.6.0")).toBe(true);
    expect(isWithin("v0.6.1", undefined, "v0.6.0")).toBe(false);
  });
});
