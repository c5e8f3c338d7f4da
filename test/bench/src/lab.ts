import { readdirSync, readFileSync } from "node:fs";
import { Lab } from "@ironworks/lab";
import { wholeLives } from "./wholeLives.js";

/** A lab of four hosts is ready within this many seconds once everything is prepared. */
const MOST_SECONDS_TO_START_FOUR = 20;
const DEFAULT_HOSTS = 200;

/** `pnpm bench:lab [hosts]`: how long a lab takes to start, and all of its hosts from nothing to an installed system. */
async function main(): Promise<void> {
  const hosts = Number(process.argv[2] ?? DEFAULT_HOSTS);
  await (await Lab.start({ hosts: 1 })).stop();
  const four = await started(4);
  await four.lab.stop();
  console.log(`start, 4 hosts: ${four.seconds.toFixed(1)} s; the limit is ${MOST_SECONDS_TO_START_FOUR} s`);
  if (four.seconds > MOST_SECONDS_TO_START_FOUR) {
    process.exitCode = 1;
  }
  const { lab, seconds } = await started(hosts);
  console.log(`start, ${hosts} hosts: ${seconds.toFixed(1)} s`);
  let most = 0;
  const meter = setInterval(() => {
    most = Math.max(most, memoryMiB());
  }, 5_000);
  try {
    const report = await wholeLives(lab);
    console.log(
      `enrol, inspect, install, ${hosts} hosts: ${report.seconds.toFixed(0)} s, ${report.failures.length} failed`,
    );
    console.log(`calls a host: ${(report.calls.length / hosts).toFixed(1)}`);
    console.log(`most memory of the lab's processes: ${most.toFixed(0)} MiB, this one included`);
    console.log(report.failures.slice(0, 5).join("\n"));
    if (report.failures.length > 0) {
      process.exitCode = 1;
    }
  } finally {
    clearInterval(meter);
    await lab.stop();
  }
}

async function started(hosts: number): Promise<{ readonly lab: Lab; readonly seconds: number }> {
  const began = performance.now();
  const lab = await Lab.start({ hosts });
  return { lab, seconds: (performance.now() - began) / 1000 };
}

/** Resident memory of this process and of all that it started. */
function memoryMiB(): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const pid of readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      resident.set(pid, Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === process.pid || isOurs(parents.get(pid)));
  return [...resident].reduce((sum, [pid, kib]) => (isOurs(pid) ? sum + kib : sum), 0) / 1024;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
