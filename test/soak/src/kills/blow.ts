import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "@ironworks/lab";
import type { Gate } from "../gate.js";
import type { Running, Site } from "../site.js";
import type { Blow } from "./draw.js";

export interface BlowTargets {
  readonly lab: Lab;
  readonly gate: Gate;
  readonly site: Site;
  readonly running: Running;
  /** Name of the host whose BMC or disk it is. */
  readonly host: string;
}

/** Begins at once, before it returns; resolves when everything is there again. */
export type Strike = (targets: BlowTargets) => Promise<void>;

const IRONIC_AWAY_MS = 2_000;
const API_AWAY_MS = 4_000;
const BMC_AWAY_MS = 6_000;
const CANCELLING_MS = 2_000;

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(pid, "SIGKILL");
    }
  } catch {
    // It ended by itself.
  }
}

function killProviders(site: Site): void {
  for (const pid of site.providers()) {
    kill(pid);
  }
}

/**
 * A full disk without a file system of its own, which wants root: no file of the process may grow from now on. The write
 * fails in the middle of the file like that of a full disk, with EFBIG in place of ENOSPC.
 */
function fill(pid: number | undefined): void {
  try {
    execFileSync("prlimit", ["--pid", String(pid), "--fsize=0:0"]);
  } catch {
    // It ended by itself.
  }
}

export const STRIKES: Readonly<Record<Blow, Strike>> = {
  "kill engine": async ({ running }) => {
    kill(running.child.pid);
  },
  "kill provider": async ({ site }) => {
    killProviders(site);
  },
  "kill engine and provider": async ({ site, running }) => {
    kill(running.child.pid);
    killProviders(site);
  },
  "kill Ironic": async ({ lab }) => {
    await lab.faults.on("conductor-killed");
    await sleep(IRONIC_AWAY_MS);
    await lab.faults.off("conductor-killed");
  },
  "API away": async ({ gate }) => {
    await gate.close();
    await sleep(API_AWAY_MS);
    await gate.open();
  },
  "second ^C": async ({ running }) => {
    running.child.kill("SIGINT");
    for (let waited = 0; waited < CANCELLING_MS && !running.said().includes("cancelling"); waited += 20) {
      await sleep(20);
    }
    running.child.kill("SIGINT");
  },
  "BMC away": async ({ lab, host }) => {
    await lab.faults.on("bmc-refused", { host });
    await sleep(BMC_AWAY_MS);
    await lab.faults.off("bmc-refused", { host });
  },
  "engine's disk full": async ({ site, running }) => {
    for (const pid of [running.child.pid, ...site.providers()]) {
      fill(pid);
    }
  },
  "machine's disk full": async ({ lab, running, host }) => {
    await lab.faults.on("disk-full", { host });
    await running.ended;
    await lab.faults.off("disk-full", { host });
  },
};
