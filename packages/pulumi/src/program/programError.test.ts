import { inspect } from "node:util";
import { expect, it } from "vitest";
import { ProgramError } from "./programError.js";

it("is its message and nothing else, whatever the SDK does with it", () => {
  const error = new ProgramError("2 problems; nothing was sent:");
  error.message = `error serializing property: ${error.message}`;
  expect(error.message).toBe("2 problems; nothing was sent:");
  expect(error.stack).toBe("2 problems; nothing was sent:");
  expect(inspect(error, { colors: true })).not.toContain("node_modules");
});
