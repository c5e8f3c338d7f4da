import { expect, it } from "vitest";
import { countReport } from "./counts.mjs";

const report = (more) => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...more,
});

it.each([
  ["all passed", report({}), 0, { passed: 3, failed: 0 }],
  ["one failed", report({ numFailedTests: 1 }), 1, { passed: 3, failed: 1 }],
  ["a skipped test is a failure", report({ numPendingTests: 2 }), 0, { passed: 3, failed: 2 }],
  ["a test left to do is a failure", report({ numTodoTests: 1 }), 0, { passed: 3, failed: 1 }],
  [
    "a file that cannot be loaded is a failure",
    report({ testResults: [{ status: "failed", assertionResults: [] }] }),
    1,
    { passed: 3, failed: 1 },
  ],
  ["a run that failed outside its tests", report({}), 1, { passed: 3, failed: 1 }],
  ["a run without tests", report({ numPassedTests: 0 }), 0, { passed: 0, failed: 1 }],
  ["a run that left no report", undefined, 1, { passed: 0, failed: 1 }],
])("%s", (_title, given, code, expected) => expect(countReport(given, code)).toEqual(expected));
