import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeLabFolder, ownFolder, removeOldFolders } from "./labFolder.js";

const DAY_MS = 24 * 3600 * 1000;
let temporary: string;
const before = process.env.TMPDIR;

beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), "ironworks-test-"));
  process.env.TMPDIR = temporary;
});
afterEach(async () => {
  process.env.TMPDIR = before;
  if (before === undefined) {
    delete process.env.TMPDIR;
  }
  await rm(temporary, { recursive: true, force: true });
});

it("removes folders of labs that are gone for a day, and no others", async () => {
  const running = await makeLabFolder();
  await ownFolder(running);
  const gone = await makeLabFolder();
  await writeFile(join(gone, "owner.pid"), "4194999");
  await writeFile(join(temporary, "other"), "");
  await removeOldFolders(Date.now() + DAY_MS - 60_000);
  expect(await readdir(temporary)).toHaveLength(3);
  await removeOldFolders(Date.now() + DAY_MS + 60_000);
  expect((await readdir(temporary)).map((name) => join(temporary, name)).sort()).toEqual(
    [running, join(temporary, "other")].sort(),
  );
});
