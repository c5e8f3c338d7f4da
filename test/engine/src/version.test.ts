import { expect, it } from "vitest";
import { isAtLeast, parseVersion } from "./version.js";

it.each([
  ["v3.259.0", [3, 259, 0]],
  ["go1.26", [1, 26, 0]],
  ["go version go1.26.8 linux/amd64", [1, 26, 8]],
  ["devel", undefined],
])("reads %s", (text, expected) => expect(parseVersion(text)).toEqual(expected));

it.each([
  ["3.200.0", true],
  ["3.199.9", false],
  ["4.0.0", true],
  ["2.999.0", false],
  ["no version", false],
])("%s is 3.200.0 or later: %s", (text, expected) => expect(isAtLeast(text, "3.200.0")).toBe(expected));
