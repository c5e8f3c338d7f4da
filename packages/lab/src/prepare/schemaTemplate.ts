import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { LabSetupError } from "../error.js";
import { exists, makeOnce } from "./makeOnce.js";
import type { Python } from "./python.js";
import { run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { lastLines } from "./setupFailure.js";

/** Where the empty database of an Ironic environment lies, made or not. */
export function schemaPath(ironic: string, cache: string): string {
  return join(cache, "python", `schema-wal-${basename(ironic)}.sqlite`);
}

/**
 * Who reads this database does not hold up who writes it; the file itself remembers so. Closing the last connection leaves
 * everything in this one file.
 */
const TO_WAL = `
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
mode, = connection.execute("PRAGMA journal_mode=WAL").fetchone()
connection.close()
sys.exit(None if mode == "wal" else f"the journal mode is {mode}")
`;

/** An empty Ironic database, made once: copying it saves each start 3–4 s. */
export async function makeSchema(ironic: string, python: Python, context: SetupContext): Promise<string> {
  const target = schemaPath(ironic, context.cache);
  if (await exists(target)) {
    return target;
  }
  await makeOnce(target, python, context.log, async (aside) => {
    context.log("Ironic's empty database: making the template (usually 4–10 s)");
    const folder = await mkdtemp(join(tmpdir(), "ironworks-schema-"));
    try {
      const config = join(folder, "ironic.conf");
      await mkdir(join(folder, "tmp"));
      await writeFile(
        config,
        `[DEFAULT]\nstate_path = ${folder}\n[oslo_concurrency]\nlock_path = ${folder}/tmp\n[database]\nconnection = sqlite:///${aside}\n`,
      );
      const step = async (program: string, ...args: readonly string[]) => {
        const made = await run(join(ironic, "bin", program), args, { signal: context.signal });
        if (made.code !== 0) {
          throw new LabSetupError(
            /No space left|database or disk is full/.test(made.stderr) ? "LAB_DISK_FULL" : "LAB_SETUP_FAILED",
            `Making Ironic's database failed. next: run again; if it stays so, remove ${ironic} and run again\n${program} printed:\n${lastLines(made.stderr)}`,
          );
        }
      };
      await step("ironic-dbsync", "--config-file", config, "create_schema");
      await step("python", "-I", "-c", TO_WAL, aside);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  return target;
}
