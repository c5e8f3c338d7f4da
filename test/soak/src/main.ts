import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killTable } from "./kills/killTable.js";
import { soakKills } from "./kills/soakKills.js";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "0" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      hosts: { type: "string", default: "2" },
      from: { type: "string", default: "1" },
    },
  });
  const numbers = { kills: Number(values.kills), seed: Number(values.seed), hosts: Number(values.hosts) };
  const keep = await mkdtemp(join(tmpdir(), "ironworks-soak-kept-"));
  console.log(`seed ${numbers.seed}; what was not right is kept in ${keep}`);
  const kills = await soakKills({ ...numbers, from: Number(values.from), keep, log: (line) => console.log(line) });
  console.log(killTable(kills, numbers.seed));
  if (kills.some(({ outcome }) => outcome.violations.length > 0)) {
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
