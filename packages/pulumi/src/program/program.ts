import { errorsAmong, type Problem, problemLine, warningsAmong } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { fieldLine } from "../resource/fieldLine.js";
import { isUnitTest } from "../resource/isUnitTest.js";
import { type Declaration, problemsBetween } from "./problemsBetween.js";
import { problemsError } from "./programError.js";

/** What a constructor tells of its resource. */
export interface Declared {
  /** Read when the whole synchronous program has been read. */
  readonly declaration: () => Declaration;
  readonly problems: (declaration: Declaration) => readonly Problem[];
  /** Warnings are shown under it. */
  readonly resource: () => pulumi.Resource | undefined;
}

interface Waiting extends Declared {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Everything that one run of a program has declared. Registration of a resource waits for the rest of the synchronous
 * program, so that all mistakes of all resources come in one error, and nothing is sent when there is one.
 */
export class Program {
  readonly #declarations: Declaration[] = [];
  readonly #resources: (() => pulumi.Resource | undefined)[] = [];
  #waiting: Waiting[] = [];
  #failure: Error | undefined;
  #report: ((error: Error) => void) | undefined;

  /** Resolves when what was declared in this turn of the event loop has no mistakes; else rejects, with one error for all. */
  declare(declared: Declared): Promise<void> {
    if (this.#failure !== undefined) {
      return this.#stop();
    }
    this.#resources.push(declared.resource);
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) {
        setImmediate(() => this.#check());
      }
      this.#waiting.push({ ...declared, resolve, reject });
    });
  }

  #check(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const problems: Problem[] = [];
    const added: Declaration[] = [];
    for (const { declaration, problems: check, resource } of batch) {
      const read = declaration();
      added.push(read);
      const found = check(read);
      problems.push(...errorsAmong(found));
      for (const warning of warningsAmong(found)) {
        const shownWith = resource();
        void pulumi.log.warn(shownWith === undefined ? problemLine(warning) : fieldLine(warning), shownWith);
      }
    }
    problems.push(...problemsBetween(this.#declarations, added));
    this.#declarations.push(...added);
    const order = added.map(({ name }) => name);
    problems.sort((one, other) => order.indexOf(one.resource ?? "") - order.indexOf(other.resource ?? ""));
    if (problems.length === 0) {
      for (const { resolve } of batch) {
        resolve();
      }
      return;
    }
    this.fail(problemsError(problems));
    for (const { reject } of batch) {
      this.#stop().catch(reject);
    }
  }

  /** Stops the program: what is declared in it is not registered. */
  fail(error: Error): void {
    if (this.#failure !== undefined) {
      return;
    }
    this.#failure = error;
    if (this.#report !== undefined) {
      this.#report(error);
    } else if (isUnitTest()) {
      setTimeout(() => this.#report ?? rejectUnheard(error), ASKED_WITHIN_MS);
    }
  }

  /** A value that the run brings; an error on the way to it stops the program in a unit test, else its resource alone. */
  async orFail<T>(find: () => T): Promise<T> {
    try {
      return find();
    } catch (error) {
      if (!isUnitTest() || !(error instanceof Error)) {
        throw error;
      }
      this.fail(error);
      return this.#stop();
    }
  }

  /** For unit tests: resolves when everything that was declared is registered; rejects with the error that stops it. */
  async registered(): Promise<void> {
    const failed = new Promise<never>((_, reject) => {
      this.#report = reject;
    });
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    const all = async (): Promise<void> => {
      // What is declared is checked in the next turn; a constructor has ended by then.
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all(this.#resources.map((resource) => urnOf(resource())));
    };
    await Promise.race([failed, all()]);
  }

  /** The engine's language host shows a rejection once, however many there are. Who runs a unit test shows each. */
  #stop(): Promise<never> {
    return isUnitTest() ? new Promise(() => undefined) : Promise.reject(this.#failure);
  }
}

/** How long a unit test may take to ask for the outcome, before the mistakes are a rejection that nobody heard. */
const ASKED_WITHIN_MS = 250;

function rejectUnheard(error: Error): void {
  void Promise.reject(error);
}

function urnOf(resource: pulumi.Resource | undefined): Promise<unknown> | undefined {
  return resource && new Promise((resolve) => resource.urn.apply(resolve));
}

const PROGRAMS = new WeakMap<object, Program>();

/** The program of the run that is under way: inline programs run many times in one process, also side by side. */
export function currentProgram(): Program {
  const run = currentRun();
  const program = PROGRAMS.get(run) ?? new Program();
  PROGRAMS.set(run, program);
  return program;
}

/**
 * For unit tests with `pulumi.runtime.setMocks`: resolves when every host and machine that was declared is registered.
 * Rejects, with one error for all mistakes of the program. What is declared afterwards is another program.
 *
 * @example
 * ```ts
 * new BareMetalHost("node-0", { ...args, bootMACAddress: "00:35" });
 * await expect(allRegistered()).rejects.toThrow("`node-0: bootMACAddress`");
 * ```
 */
export async function allRegistered(): Promise<void> {
  const program = currentProgram();
  PROGRAMS.delete(currentRun());
  await program.registered();
}

function currentRun(): object {
  return pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? PROGRAMS;
}
