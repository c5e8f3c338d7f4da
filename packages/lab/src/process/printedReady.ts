import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../error.js";
import type { SupervisedProcess } from "./supervisor.js";

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 30;

/** Waits until a process has printed the line `ready`. */
export async function printedReady(process: SupervisedProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!/^ready$/m.test(await process.tail())) {
    if (process.exit || Date.now() > deadline) {
      await process.kill();
      throw new LabError(
        "LAB_PROCESS_START_FAILED",
        `${process.name} did not start. ${process.log} ends with:\n${await process.tail()}`,
      );
    }
    await sleep(POLL_MS);
  }
}
