import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { isAlive } from "./isAlive.js";

/** A process of this machine, as /proc shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, with spaces between the arguments. */
  readonly command: string;
}

/** Every process that runs, zombies left out. */
export async function processes(): Promise<readonly SeenProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
      return (await isAlive(pid)) ? [{ pid, parent: Number(parent ?? 0), command: command.replaceAll("\0", " ") }] : [];
    }),
  );
  return found.flat();
}

/** Children of a process and theirs, also those in a session of their own. */
export async function descendants(pid: number): Promise<readonly SeenProcess[]> {
  const all = await processes();
  const found: SeenProcess[] = [];
  for (const parents = [pid]; parents.length > 0; ) {
    const parent = parents.pop();
    const children = all.filter((each) => each.parent === parent);
    found.push(...children);
    parents.push(...children.map((child) => child.pid));
  }
  return found;
}

/** Whether something listens on a port of loopback. */
export function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => {
      resolve(true);
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });
}
