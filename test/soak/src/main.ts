import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENROL_FAULTS } from "./faults/enrolFaults.js";
import { faultTable } from "./faults/faultRow.js";
import { INSTALL_FAULTS } from "./faults/installFaults.js";
import { LAB_WIDE_FAULTS } from "./faults/labWideFaults.js";
import { PROGRAM_FAULTS } from "./faults/programFaults.js";
import { soakFaults } from "./faults/soakFaults.js";
import { killLines, killTable } from "./kills/killTable.js";
import { soakKills } from "./kills/soakKills.js";
import { writeResults } from "./results.js";

const USAGE = `pnpm soak --kills 200 [--seed S] [--from 1] [--hosts 2] [--write]
pnpm soak --faults [--only NAME,NAME] [--write]
--write keeps the table in test/soak/results`;

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
      write: { type: "boolean", default: false },
    },
  });
  const keep = async (name: string, text: string): Promise<void> => {
    log(text);
    if (values.write) {
      log(await writeResults(name, text));
    }
  };
  if (values.faults) {
    await faults(values.only?.split(","), keep);
  } else if (values.kills !== undefined) {
    await kills(Number(values.kills), Number(values.seed), Number(values.hosts), Number(values.from), keep);
  } else {
    log(USAGE);
    process.exitCode = 2;
  }
}

type Keep = (name: string, text: string) => Promise<void>;

async function kills(count: number, seed: number, hosts: number, from: number, keep: Keep): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ironworks-soak-kept-"));
  log(`seed ${seed}; what was not right is kept in ${folder}`);
  const done = await soakKills({ kills: count, seed, hosts, from, keep: folder, log });
  await keep("kills", `${killTable(done, seed)}\n\n## Each of them\n\n${killLines(done)}`);
  if (done.some(({ outcome }) => outcome.violations.length > 0)) {
    process.exitCode = 1;
  }
}

async function faults(only: readonly string[] | undefined, keep: Keep): Promise<void> {
  const isChosen = ({ name }: { readonly name: string }): boolean => only?.includes(name) ?? true;
  const together = [...ENROL_FAULTS, ...INSTALL_FAULTS, ...PROGRAM_FAULTS].filter(isChosen);
  const rows = together.length === 0 ? [] : [...(await soakFaults({ faults: together, recover: true, log }))];
  for (const fault of LAB_WIDE_FAULTS.filter(isChosen)) {
    rows.push(...(await soakFaults({ faults: [fault], recover: true, log })));
  }
  await keep("faults", faultTable(rows));
  if (rows.some(({ problems, recovered }) => problems.length > 0 || recovered === "fails")) {
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
