import { expect, it } from "vitest";
import { splitUnknown, touchesUnknown, UNKNOWN, withoutUndefined } from "./plain.js";

it("leaves out undefined members at every depth", () => {
  expect(withoutUndefined({ a: undefined, b: { c: undefined, d: [{ e: undefined, f: 0 }] }, g: null })).toEqual({
    b: { d: [{ f: 0 }] },
    g: null,
  });
});

it("finds unknown values and takes them out", () => {
  const { known, unknown } = splitUnknown({
    bmc: { address: "x", password: UNKNOWN },
    list: [1, UNKNOWN],
    online: true,
  });
  expect(unknown).toEqual(["bmc.password", "list[1]"]);
  expect(known).toEqual({ bmc: { address: "x", password: undefined }, list: [1, undefined], online: true });
});

it("knows which fields depend on an unknown value", () => {
  expect(touchesUnknown("bmc.password", ["bmc"])).toBe(true);
  expect(touchesUnknown("bmc", ["bmc.password"])).toBe(true);
  expect(touchesUnknown("bmcOther", ["bmc"])).toBe(false);
  expect(touchesUnknown("list", ["list[1]"])).toBe(true);
});
