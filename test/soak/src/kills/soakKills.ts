import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../random.js";
import { disturb, type Outcome } from "./disturb.js";
import { type Draw, describeDraw, draw } from "./draw.js";
import { Fleet } from "./fleet.js";

export interface SoakOptions {
  readonly kills: number;
  readonly seed: number;
  readonly hosts: number;
  /** Number of the first one. Default 1. */
  readonly from?: number | undefined;
  /** Gets one folder for each disturbance with a violation. */
  readonly keep: string;
  readonly log: (line: string) => void;
}

/** A disturbance that hit, with what was drawn. */
export interface Kill {
  readonly number: number;
  readonly drawn: Draw;
  readonly outcome: Outcome;
  /** How often its moment did not come, and another was drawn. */
  readonly missed: number;
}

const MOST_MISSES = 8;

/** Disturbs one fleet again and again; the seed and the number of a kill decide all that is drawn. */
export async function soakKills(options: SoakOptions): Promise<readonly Kill[]> {
  const { log, hosts } = options;
  const kills: Kill[] = [];
  let fleet: Fleet | undefined;
  try {
    const first = options.from ?? 1;
    for (let number = first; number < first + options.kills; number += 1) {
      fleet ??= await Fleet.start(hosts);
      const kill = await hit(fleet, number, options);
      kills.push(kill);
      log(killLine(kill));
      if (kill.outcome.violations.length > 0) {
        const folder = join(options.keep, `seed-${options.seed}-kill-${number}`);
        await keep(folder, kill, options.seed, fleet);
        log(report(kill, options.seed, folder));
      }
      if (!kill.outcome.settled) {
        await fleet.stop();
        fleet = undefined;
      }
    }
  } finally {
    await fleet?.stop();
  }
  return kills;
}

async function hit(fleet: Fleet, number: number, { seed, hosts }: SoakOptions): Promise<Kill> {
  const random = new Random(Math.imul(seed, 1_000_003) + number);
  for (let missed = 0; ; missed += 1) {
    const drawn = draw(random, hosts);
    const outcome = await disturb(fleet, drawn, `kill-${number}-${missed}`);
    if (outcome.hit || outcome.violations.length > 0 || missed === MOST_MISSES) {
      return { number, drawn, outcome, missed };
    }
  }
}

/** One line of a run. */
export function killLine({ number, drawn, outcome, missed }: Kill): string {
  const steps = outcome.steps.map(({ command, code, seconds }) => `${command} ${code} ${Math.round(seconds)}s`);
  const verdict = outcome.violations.length === 0 ? "converged" : `${outcome.violations.length} VIOLATIONS`;
  const misses = missed === 0 ? "" : ` (${missed} missed before)`;
  const said = outcome.recoverySaid === undefined ? "" : `; the recovery said: ${outcome.recoverySaid}`;
  return `${number}. ${describeDraw(drawn)} → ${verdict}${misses}; ${outcome.writes} written; ${steps.join(", ")}${said}`;
}

/** All that somebody needs who looks into a violation. */
export function report({ number, drawn, outcome }: Kill, seed: number, folder: string): string {
  return [
    `VIOLATION: seed ${seed}, kill ${number}: ${describeDraw(drawn)}`,
    ...outcome.violations.map((violation) => `  - ${violation}`),
    ...outcome.excerpt.map((entry) => `    ${entry}`),
    `  outputs and logs: ${folder}`,
  ].join("\n");
}

async function keep(folder: string, kill: Kill, seed: number, fleet: Fleet): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "report.txt"), report(kill, seed, folder));
  for (const [at, { command, output, code }] of kill.outcome.steps.entries()) {
    await writeFile(join(folder, `${at}-${command.replaceAll(" ", "")}.txt`), `${output}\nexit code ${code}\n`);
  }
  await cp(fleet.lab.logs, join(folder, "lab"), { recursive: true });
  await cp(join(fleet.site.root, "backend"), join(folder, "backend"), { recursive: true });
}
