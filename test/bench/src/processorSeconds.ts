import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Of `/proc`; the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Processor time so far, of all processes that work in this folder or below it. */
export function processorSeconds(folder: string): number {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (`${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`)) {
        const [, after = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
        const fields = after.split(" ");
        ticks += Number(fields[11]) + Number(fields[12]);
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks / TICKS_A_SECOND;
}
