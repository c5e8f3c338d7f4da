import fc from "fast-check";
import { expect, it } from "vitest";
import { sameData, splitUnknown, touchesUnknown, UNKNOWN, withoutUndefined } from "./plain.js";

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

it("data are the same in any order of members, and with or without undefined ones", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
      const reordered = Object.fromEntries(Object.entries(data).reverse());
      return sameData(data, reordered) && sameData({ ...data, "\u0000": undefined }, data);
    }),
  );
  expect(sameData({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
});
