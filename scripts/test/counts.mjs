import { red, say } from "../setup/terminal.mjs";

/** What a run of tests came to: how many passed and failed, and the names of those that failed. */
export const nothing = { passed: 0, failed: 0, failures: [] };

/** A check that passes or fails as one. */
export function one(name, passed) {
  return passed ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [name] };
}

export function add(first, second) {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    failures: [...first.failures, ...second.failures],
  };
}

/**
 * Counts vitest's JSON report. A file that could not be loaded is a failure, and so is a test that did not run:
 * skipping would hide a missing part. A run that failed as a whole without a failing test counts as one.
 */
export function countReport(name, report, exitCode) {
  if (!report) {
    return one(`${name}: left no report`, false);
  }
  const failures = report.testResults.flatMap((file) => failuresOf(file).map((test) => `${name}: ${test}`));
  const failed = failures.length;
  const passed = report.numPassedTests;
  if (failed === 0 && (exitCode !== 0 || passed === 0)) {
    return { passed, failed: 1, failures: [`${name}: ended with exit code ${exitCode} and ${passed} passed`] };
  }
  return { passed, failed, failures };
}

function failuresOf(file) {
  if (file.status === "failed" && file.assertionResults.length === 0) {
    return [`${file.name} could not be loaded: ${file.message?.split("\n", 1)[0] ?? ""}`];
  }
  const wrong = file.assertionResults.filter(({ status }) => status !== "passed");
  return wrong.map((test) => `${file.name} › ${test.fullName}: ${reasonOf(test)}`);
}

/** The first line of what it said, or why it did not run. */
function reasonOf({ status, failureMessages }) {
  return failureMessages?.[0]?.split("\n", 1)[0] ?? status;
}

/** The names of what failed, and the last line. Returns the exit code. */
export function conclude({ passed, failed, failures }) {
  for (const failure of failures) {
    say(red(`failed: ${failure}`), "  ");
  }
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
