import { expect, it } from "vitest";
import { add, countReport, nothing, one } from "./counts.mjs";

const test = (status) => ({
  status,
  fullName: `a ${status} test`,
  failureMessages: status === "failed" ? ["expected 1 to be 2\n  at …"] : undefined,
});
const report = (statuses, more) => ({
  numPassedTests: statuses.filter((status) => status === "passed").length,
  testResults: [{ name: "x.test.ts", status: "passed", assertionResults: statuses.map(test) }],
  ...more,
});
const unloaded = { name: "x.test.ts", status: "failed", message: "Cannot find module\n  at …", assertionResults: [] };

it.each([
  ["all passed", report(["passed", "passed"]), 0, 2, []],
  ["one failed", report(["passed", "failed"]), 1, 1, ["unit: x.test.ts › a failed test: expected 1 to be 2"]],
  ["a skipped test is a failure", report(["passed", "skipped"]), 0, 1, ["unit: x.test.ts › a skipped test: skipped"]],
  ["a test left to do is a failure", report(["passed", "todo"]), 0, 1, ["unit: x.test.ts › a todo test: todo"]],
  [
    "a file that cannot be loaded is a failure",
    report([], { testResults: [unloaded] }),
    1,
    0,
    ["unit: x.test.ts could not be loaded: Cannot find module"],
  ],
  ["a run that failed outside its tests", report(["passed"]), 1, 1, ["unit: ended with exit code 1 and 1 passed"]],
  ["a run without tests", report([]), 0, 0, ["unit: ended with exit code 0 and 0 passed"]],
  ["a run that left no report", undefined, 1, 0, ["unit: left no report"]],
])("%s", (_title, given, code, passed, failures) => {
  expect(countReport("unit", given, code)).toEqual({ passed, failed: failures.length, failures });
});

it("adds up", () => {
  const sum = add(add(nothing, one("lint", true)), one("rooms", false));
  expect(sum).toEqual({ passed: 1, failed: 1, failures: ["rooms"] });
});
