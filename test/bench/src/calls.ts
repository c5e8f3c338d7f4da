import { Lab } from "@ironworks/lab";
import { callsAHost, callTable } from "./callTable.js";
import { wholeLives } from "./wholeLives.js";

const HOSTS = 10;
/** Calls a host from nothing to an installed system, waiting included. */
const RUNS = [
  { inspectionMode: "agent", what: "enrol, inspect with the ramdisk, install", most: 10 },
  { inspectionMode: "fast", what: "enrol, inspect through the BMC, install", most: 8 },
] as const;

/** `pnpm bench:calls`: the calls that a host costs, by method and path. */
async function main(): Promise<void> {
  for (const { inspectionMode, what, most } of RUNS) {
    await using lab = await Lab.start({ hosts: HOSTS });
    const report = await wholeLives(lab, inspectionMode);
    if (report.failures.length > 0) {
      throw new Error(report.failures.join("\n"));
    }
    console.log(callTable(what, report));
    if (report.received !== report.calls.length) {
      throw new Error(`the client counted ${report.calls.length} calls, and Ironic received ${report.received}`);
    }
    const calls = callsAHost(report);
    console.log(`${calls.toFixed(2)} calls a host; ${calls > most ? "MORE THAN" : "at most"} ${most}\n`);
    if (calls > most) {
      process.exitCode = 1;
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
