import { expect, it } from "vitest";
import { innerErrorCode } from "./innerErrorCode.js";

const withCode = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

it.each<[string, unknown, string]>([
  ["its own", withCode("ECONNREFUSED"), "ECONNREFUSED"],
  ["of the cause", new Error("outer", { cause: withCode("ENOTFOUND") }), "ENOTFOUND"],
  ["of the first of many", new AggregateError([withCode("EHOSTUNREACH"), withCode("ETIMEDOUT")]), "EHOSTUNREACH"],
  ["below what an HTTP client says", withCode("ERR_NETWORK", { cause: withCode("EPROTO") }), "EPROTO"],
  ["a number is none", Object.assign(new Error("x"), { code: 7 }), ""],
  ["nothing", undefined, ""],
])("the code of an error: %s", (_, error, code) => {
  expect(innerErrorCode(error)).toBe(code);
});

it("an error that is its own cause has an end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(innerErrorCode(error)).toBe("");
});
