import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENROL_FAULTS } from "./faults/enrolFaults.js";
import { faultTable } from "./faults/faultRow.js";
import { INSTALL_FAULTS } from "./faults/installFaults.js";
import { PROGRAM_FAULTS } from "./faults/programFaults.js";
import { soakFaults } from "./faults/soakFaults.js";
import { killTable } from "./kills/killTable.js";
import { soakKills } from "./kills/soakKills.js";

const USAGE = `pnpm soak --kills 200 [--seed S] [--from 1] [--hosts 2]
pnpm soak --faults [--only NAME,NAME]`;

const log = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      hosts: { type: "string", default: "2" },
      from: { type: "string", default: "1" },
      faults: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  if (values.faults) {
    await faults(values.only?.split(","));
  } else if (values.kills !== undefined) {
    await kills(Number(values.kills), Number(values.seed), Number(values.hosts), Number(values.from));
  } else {
    log(USAGE);
    process.exitCode = 2;
  }
}

async function kills(count: number, seed: number, hosts: number, from: number): Promise<void> {
  const keep = await mkdtemp(join(tmpdir(), "ironworks-soak-kept-"));
  log(`seed ${seed}; what was not right is kept in ${keep}`);
  const done = await soakKills({ kills: count, seed, hosts, from, keep, log });
  log(killTable(done, seed));
  if (done.some(({ outcome }) => outcome.violations.length > 0)) {
    process.exitCode = 1;
  }
}

async function faults(only: readonly string[] | undefined): Promise<void> {
  const all = [...ENROL_FAULTS, ...INSTALL_FAULTS, ...PROGRAM_FAULTS];
  const chosen = all.filter(({ name }) => only?.includes(name) ?? true);
  const rows = await soakFaults({ faults: chosen, recover: true, log });
  log(faultTable(rows));
  if (rows.some(({ problems, recovered }) => problems.length > 0 || recovered === "fails")) {
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
