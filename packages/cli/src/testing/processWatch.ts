import { readdirSync, readFileSync } from "node:fs";

/** What one process was started with. */
export interface SeenProcess {
  readonly command: string;
  /** Its variables, one a line. */
  readonly variables: string;
}

const LOOK_MS = 100;

/** Looks at every process below this one, again and again, but not at those that were there at the beginning. */
export class ProcessWatch {
  readonly #seen = new Map<string, SeenProcess>();
  readonly #before: ReadonlySet<number>;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#before = new Set(below(process.pid));
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  /** Ends it. Every process that was seen. */
  stop(): readonly SeenProcess[] {
    clearInterval(this.#timer);
    return [...this.#seen.values()];
  }

  #look(): void {
    for (const pid of below(process.pid)) {
      if (this.#before.has(pid)) {
        continue;
      }
      const command = read(pid, "cmdline").replaceAll("\0", " ");
      const variables = read(pid, "environ").replaceAll("\0", "\n");
      // What a process is replaced with by exec is another one.
      this.#seen.set(`${pid} ${command}`, { command, variables });
    }
  }
}

function below(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    // The name, in brackets, may hold anything.
    const [, parent] = /^\d+ \(.*\) \S (\d+) /s.exec(read(Number(name), "stat")) ?? [];
    parents.set(Number(name), Number(parent));
  }
  const found: number[] = [];
  for (const pid of parents.keys()) {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) {
      if (at === root) {
        found.push(pid);
        break;
      }
    }
  }
  return found;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
