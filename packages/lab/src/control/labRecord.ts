import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "../error.js";
import { cacheFolder } from "../prepare/cacheFolder.js";

/** Where a lab in the background can be found. Holds no secret. */
export interface LabRecord {
  readonly name: string;
  readonly pid: number;
  readonly folder: string;
  readonly socket: string;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,30}$/;

/** @throws LabError `LAB_BAD_OPTION`. */
export function requireLabName(name: string): string {
  if (!NAME.test(name)) {
    throw new LabError(
      "LAB_BAD_OPTION",
      `\`${name}\` is not a name of a lab. next: use lower-case letters, digits and dashes, at most 31`,
    );
  }
  return name;
}

function recordFile(name: string): string {
  return join(recordFolder(), `${requireLabName(name)}.json`);
}

function recordFolder(): string {
  return join(cacheFolder(), "labs");
}

export async function writeRecord(record: LabRecord): Promise<void> {
  await mkdir(recordFolder(), { recursive: true, mode: 0o700 });
  const file = recordFile(record.name);
  await writeFile(file, JSON.stringify(record, undefined, 2), { mode: 0o600 });
  await chmod(file, 0o600);
}

export async function readRecord(name: string): Promise<LabRecord | undefined> {
  const text = await readFile(recordFile(name), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as LabRecord);
}

export async function removeRecord(name: string): Promise<void> {
  await rm(recordFile(name), { force: true });
}
