import { expect, it } from "vitest";
import { timeoutProblems } from "./timeoutProblems.js";

const said = (timeouts: unknown) => timeoutProblems(timeouts).map(({ field, message }) => `${field} ${message}`);

it("takes what a timer can wait, and no more: longer ones would end at once", () => {
  expect(said({ deploySeconds: 7200, verifySeconds: 20 * 86_400, powerSeconds: undefined })).toEqual([]);
  expect(said({ deploySeconds: 25 * 86_400 })).toEqual(["timeouts.deploySeconds is longer than 20 days."]);
  for (const seconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "60"]) {
    expect(said({ deploySeconds: seconds })).toEqual(["timeouts.deploySeconds is not a number of seconds."]);
  }
});
