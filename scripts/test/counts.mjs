/** What a run of tests came to. */
export const nothing = { passed: 0, failed: 0 };

export function add(one, other) {
  return { passed: one.passed + other.passed, failed: one.failed + other.failed };
}

/**
 * Counts vitest's JSON report. A file that could not be loaded is a failure, and so is a test that did not run:
 * skipping would hide a missing part. A run that failed as a whole without a failing test counts as one.
 */
export function countReport(report, exitCode) {
  if (!report) {
    return { passed: 0, failed: 1 };
  }
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + unloaded.length;
  const passed = report.numPassedTests;
  const wrong = exitCode !== 0 || passed === 0;
  return { passed, failed: failed === 0 && wrong ? 1 : failed };
}
