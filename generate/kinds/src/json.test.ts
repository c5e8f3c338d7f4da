import { expect, it } from "vitest";
import { prettyJson } from "./json.js";

it("puts on one line what fits there, and gives all else a line a member", () => {
  const long = "x".repeat(80);
  expect(prettyJson({ a: { b: 1, c: ["d", null] }, e: { f: long, g: [] } })).toBe(
    `{\n  "a": { "b": 1, "c": ["d", null] },\n  "e": { "f": "${long}", "g": [] }\n}\n`,
  );
  expect(prettyJson({ a: { b: `${long}${long}`, c: {}, d: undefined } })).toBe(
    `{\n  "a": {\n    "b": "${long}${long}",\n    "c": {}\n  }\n}\n`,
  );
});

it("loses nothing", () => {
  const value = { a: [{ b: "x".repeat(200) }, "ü\n", 1.5, true], c: { d: "y".repeat(110) } };
  expect(JSON.parse(prettyJson(value))).toEqual(value);
});
