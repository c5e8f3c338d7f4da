import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** Puts an empty database in the place of whatever an Ironic that does not run has in its folder. */
export async function emptyDatabase(schema: string, folder: string): Promise<void> {
  const file = join(folder, "ironic.sqlite");
  await Promise.all(["", "-wal", "-shm", "-journal"].map((part) => rm(`${file}${part}`, { force: true })));
  await copyFile(schema, file);
}
