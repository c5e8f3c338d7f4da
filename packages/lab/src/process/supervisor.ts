import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { asset } from "../assets.js";
import { LabError } from "../error.js";

/** How a process ended. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: number | null;
}

/** A process to start. */
export interface ProcessSpec {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Gets standard output and standard error. */
  readonly log: string;
}

/** One process of the lab, with whatever it forked. */
export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves when it has ended. */
  readonly exited: Promise<ProcessExit>;
  /** Set once it has ended. */
  readonly exit: ProcessExit | undefined;
  /** Sends a signal, by number, to it and its children. */
  signal(number: number): void;
  kill(): Promise<void>;
  /** The last lines of its log. */
  tail(lines?: number): Promise<string>;
}

interface Event {
  readonly ready?: true;
  readonly started?: { readonly id: string; readonly pid: number };
  readonly failed?: { readonly id: string; readonly error: string };
  readonly exited?: { readonly id: string } & ProcessExit;
}

const SIGKILL = 9;

/**
 * Starts the lab's processes through one small parent that ends them all when the pipe to us closes, however we end:
 * `stop`, an exception, SIGKILL.
 */
export class Supervisor {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<string, (event: Event) => void>();
  readonly #processes = new Map<string, Process>();
  readonly #gone: Promise<void>;
  #count = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.once("close", () => {
        for (const answer of this.#waiting.values()) {
          answer({});
        }
        resolve();
      });
    });
    child.stdin?.on("error", () => undefined);
    if (child.stdout) {
      createInterface(child.stdout).on("line", (line) => this.#on(JSON.parse(line) as Event));
    }
  }

  /** @param python - A Python interpreter. */
  static start(python: string): Promise<Supervisor> {
    return new Promise((resolve, reject) => {
      // A session of its own: the terminal's ^C goes to the program that runs the lab, which then stops it in order.
      const child = spawn(python, ["-IS", asset("supervisor.py")], {
        detached: true,
        stdio: ["pipe", "pipe", "inherit"],
      });
      child.once("error", (cause) =>
        reject(new LabError("LAB_PROCESS_START_FAILED", `${python} does not start: ${cause.message}`, { cause })),
      );
      const supervisor = new Supervisor(child);
      supervisor.#waiting.set("", () => resolve(supervisor));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async spawn(name: string, spec: ProcessSpec): Promise<SupervisedProcess> {
    this.#count += 1;
    const id = `${name}#${this.#count}`;
    const answer = new Promise<Event>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ start: { id, ...spec } });
    const process = new Process(name, spec.log, (signal) => this.#send({ signal: { id, signal } }));
    this.#processes.set(id, process);
    const { started, failed } = await answer;
    if (started === undefined) {
      this.#processes.delete(id);
      throw new LabError(
        "LAB_PROCESS_START_FAILED",
        `${name} does not start: ${failed?.error ?? "the supervisor is gone"}`,
      );
    }
    process.pid = started.pid;
    return process;
  }

  /** Names of the processes that have not ended. */
  running(): string[] {
    return [...this.#processes.values()].filter((process) => process.exit === undefined).map((process) => process.name);
  }

  /** Ends everything that still runs, then the supervisor. */
  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#gone;
    for (const process of this.#processes.values()) {
      process.end({ code: null, signal: SIGKILL });
    }
  }

  #send(command: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  #on(event: Event): void {
    if (event.exited) {
      this.#processes.get(event.exited.id)?.end({ code: event.exited.code, signal: event.exited.signal });
      this.#processes.delete(event.exited.id);
      return;
    }
    const id = event.ready ? "" : (event.started ?? event.failed)?.id;
    if (id !== undefined) {
      this.#waiting.get(id)?.(event);
      this.#waiting.delete(id);
    }
  }
}

class Process implements SupervisedProcess {
  pid = 0;
  exit: ProcessExit | undefined;
  readonly exited: Promise<ProcessExit>;
  readonly #send: (signal: number) => void;
  #resolve: (exit: ProcessExit) => void = () => undefined;

  constructor(
    readonly name: string,
    readonly log: string,
    send: (signal: number) => void,
  ) {
    this.#send = send;
    this.exited = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  end(exit: ProcessExit): void {
    this.exit ??= exit;
    this.#resolve(this.exit);
  }

  signal(number: number): void {
    this.#send(number);
  }

  async kill(): Promise<void> {
    this.#send(SIGKILL);
    await this.exited;
  }

  async tail(lines = 20): Promise<string> {
    const text = await readFile(this.log, "utf8").catch(() => "");
    const last = text.trimEnd().split("\n").slice(-lines).join("\n");
    return last || `(${basename(this.log)} is empty)`;
  }
}
