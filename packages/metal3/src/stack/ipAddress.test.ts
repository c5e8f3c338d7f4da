import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPrefix, networkOf, parseIP } from "./ipAddress.js";

describe("parseIP", () => {
  it("reads addresses", () => {
    expect(parseIP("10.0.20.99")).toEqual({ family: 4, value: 0x0a001463n });
    expect(parseIP("::1")).toEqual({ family: 6, value: 1n });
    expect(parseIP("::ffff:1.2.3.4")).toEqual({ family: 6, value: 0xffff01020304n });
    expect(parseIP("fd00::")).toEqual({ family: 6, value: 0xfd00n << 112n });
  });

  it.each([
    "",
    "10.0.20",
    "10.0.20.256",
    "010.0.20.99",
    "10.0.20.99/24",
    "[::1]",
    "1::2::3",
    "fe80::1%eth0",
    "12345::",
    ":::",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "host",
  ])("refuses %j", (text) => {
    expect(parseIP(text)).toBeUndefined();
  });

  it("agrees with Node on every address and on text that is like one", () => {
    const likeOne = fc.string({ unit: fc.constantFrom(..."0123456789af:."), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), likeOne), (text) => {
        expect(parseIP(text)?.family ?? 0).toBe(isIP(text));
      }),
      { numRuns: 2000 },
    );
  });
});

it("finds networks and common prefixes", () => {
  const [a, b] = [parseIP("10.0.20.99"), parseIP("10.0.21.1")];
  if (!a || !b) {
    throw new Error("both are addresses");
  }
  expect(commonPrefix(a, b)).toBe(23);
  expect(networkOf(a, 23)).toBe(networkOf(b, 23));
  expect(networkOf(a, 24)).not.toBe(networkOf(b, 24));
  expect(networkOf(a, 0)).toBe(0n);
  expect(networkOf(a, 32)).toBe(a.value);
});
