import { errorsAmong, type Problem, problemLine, warningsAmong } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { fieldLine } from "../resource/fieldLine.js";
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
  #waiting: Waiting[] = [];
  #failure: Error | undefined;

  /** Resolves when what was declared in this turn of the event loop has no mistakes; else rejects, with one error for all. */
  declare(declared: Declared): Promise<void> {
    if (this.#failure !== undefined) {
      return Promise.reject(this.#failure);
    }
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
    this.#failure = problemsError(problems);
    for (const { reject } of batch) {
      reject(this.#failure);
    }
  }
}

const PROGRAMS = new WeakMap<object, Program>();

/** The program of the run that is under way: inline programs run many times in one process, also side by side. */
export function currentProgram(): Program {
  const run = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? PROGRAMS;
  const program = PROGRAMS.get(run) ?? new Program();
  PROGRAMS.set(run, program);
  return program;
}
