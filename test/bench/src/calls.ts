import { Lab } from "@ironworks/lab";
import { callsAHost, callTable } from "./callTable.js";
import { wholeLives } from "./wholeLives.js";

const HOSTS = 10;
/** Calls a host for its whole life, waiting included. */
const MOST_CALLS = 16;

async function main(): Promise<void> {
  const lab = await Lab.start({ hosts: HOSTS });
  try {
    const report = await wholeLives(lab);
    if (report.failures.length > 0) {
      throw new Error(report.failures.join("\n"));
    }
    console.log(callTable(report));
    if (report.received !== report.calls.length) {
      throw new Error(`the client counted ${report.calls.length} calls, and Ironic received ${report.received}`);
    }
    const calls = callsAHost(report);
    console.log(`${calls.toFixed(2)} calls a host; the limit is ${MOST_CALLS}`);
    if (calls > MOST_CALLS) {
      process.exitCode = 1;
    }
  } finally {
    await lab.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
