import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** `node synthMeter.js` before a program: prints what it took when it ends. */
const METER = join(__dirname, "synthMeter.js");

/** CPU time of a Node process, all its threads and its start included. */
export function cpuMilliseconds(args: readonly string[]): number {
  const { status, stderr, error } = spawnSync(process.execPath, ["-r", METER, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error) {
    throw error;
  }
  const microseconds = /^cpu (\d+)$/m.exec(stderr)?.[1];
  if (status !== 0 || microseconds === undefined) {
    throw new Error(`\`node ${args.join(" ")}\` ended with ${status}: ${stderr.slice(-1000)}`);
  }
  return Number(microseconds) / 1000;
}
