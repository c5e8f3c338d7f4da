import { expect, it } from "vitest";
import { ERROR_CODES, errorCode } from "./errorCodes.js";

it("every code has one row, said in the grammar of the house", () => {
  expect(new Set(ERROR_CODES.map(({ code }) => code)).size).toBe(ERROR_CODES.length);
  for (const { code, meaning, remedy } of ERROR_CODES) {
    expect(code).toMatch(/^[A-Z][A-Z_]+$/);
    expect([code, meaning]).toEqual([code, expect.not.stringMatching(/\.$/)]);
    expect([code, remedy]).toEqual([code, expect.stringMatching(/^[a-z`].*[^.]$/)]);
  }
});

it("a code is found in whatever case, and no other", () => {
  expect(errorCode("ironic_tls")?.failureClass).toBe("network");
  expect(errorCode("IRONIC")).toBeUndefined();
});
