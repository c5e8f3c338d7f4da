import fc from "fast-check";
import { expect, it } from "vitest";
import { uuidV5 } from "./uuid.js";

const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

it("the example of RFC 9562, appendix A.4", () => {
  expect(uuidV5(DNS, "www.example.com")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

it("the namespace's case does not count", () => {
  expect(uuidV5(DNS.toUpperCase(), "www.example.com")).toBe(uuidV5(DNS, "www.example.com"));
});

it("a namespace that is not a uuid is refused", () => {
  expect(() => uuidV5("ironworks", "x")).toThrow(TypeError);
});

it("every uuid has version 5 and the RFC's variant, and another name gives another uuid", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(uuidV5(DNS, a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(uuidV5(DNS, a) === uuidV5(DNS, b)).toBe(a === b);
    }),
  );
});
