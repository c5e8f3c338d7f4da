import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalJson, hashOf } from "./canonicalJson.js";

it.each<[unknown, string]>([
  [{ b: 1, a: [{ d: null, c: "x" }] }, '{"a":[{"c":"x","d":null}],"b":1}'],
  [{ 10: "x", 9: "y", a: undefined }, '{"10":"x","9":"y"}'],
  [undefined, "null"],
  [-0, "0"],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
])("%j", (value, json) => {
  expect(canonicalJson(value)).toBe(json);
});

it("the hash is SHA-256", () => {
  expect(hashOf("abc")).toBe("6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25");
});

it("the order of keys does not count, and everything else does", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const shuffled = JSON.parse(JSON.stringify(a), (_, inner: unknown) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).reverse())
          : inner,
      );
      expect(hashOf(shuffled)).toBe(hashOf(a));
      const same = canonicalJson(a) === canonicalJson(b);
      expect(hashOf(a) === hashOf(b)).toBe(same);
      expect(JSON.parse(canonicalJson(a))).toEqual(JSON.parse(JSON.stringify(a)));
    }),
  );
});
