import { expect, it } from "vitest";
import { ValidationError } from "./error.js";
import { errorAt, warningAt } from "./problem.js";
import { formatProblems, problemLine } from "./problemText.js";

it("says where, what, and what to do", () => {
  expect(problemLine({ ...errorAt("bmc.address", "is missing.", "write one"), resource: "node-0" })).toBe(
    "`node-0: bmc.address` is missing. next: write one",
  );
  expect(problemLine(warningAt("image", "has no checksum."))).toBe("`image` has no checksum.");
});

it("counts them, and says what was not done", () => {
  const one = errorAt("release", "is missing.");
  expect(formatProblems([one])).toBe("1 problem; nothing was sent:\n  - `release` is missing.");
  expect(formatProblems([one, one], "nothing was written")).toBe(
    "2 problems; nothing was written:\n  - `release` is missing.\n  - `release` is missing.",
  );
  expect(new ValidationError([one]).message).toBe(
    "1 problem; nothing was sent [INVALID_INPUT]:\n  - `release` is missing.",
  );
});
