import { readFile } from "node:fs/promises";

/** Whether a process runs. One that has ended may stay listed until its parent asks for it: such a zombie does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return stat !== undefined && !/\) Z /.test(stat);
}
