import { readFile } from "node:fs/promises";

/** Whether a process runs. A zombie, which has ended and is listed until its parent asks for it, does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat !== undefined && !/\) Z /.test(stat);
}
