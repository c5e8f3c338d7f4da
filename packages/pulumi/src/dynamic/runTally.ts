import { type FailureClass, OperationError } from "@ironworks/core";
import type { ResourceKind } from "../resource/resourceMeta.js";
import type { EngineChannel } from "./engineChannel.js";

/** What the engine asks for that takes long. */
export type Verb = "create" | "update" | "delete";

/** How an operation that ended well is counted. */
const DONE: Readonly<Record<ResourceKind, Readonly<Record<Verb, string>>>> = {
  BareMetalHost: { create: "registered", update: "updated", delete: "given up" },
  ProvisionedMachine: { create: "installed", update: "updated", delete: "given up" },
};

/** Lines about the run so far come no more often than this. */
const SO_FAR_MS = 15_000;

/**
 * Counts what became of the resources of one run, for one line at the stack: while it lasts, and at its end. Of a resource
 * that the engine has not asked about yet, e.g. a machine whose host is not ready, this process knows nothing.
 */
export class RunTally {
  readonly #done = new Map<string, number>();
  readonly #failed: FailureClass[] = [];
  readonly #waiting = new Set<string>();
  #stopped = 0;
  #atWork = 0;
  #begun = false;
  #ended = false;
  #shown = Date.now();

  constructor(readonly channel: EngineChannel) {
    channel.onEnd(() => {
      this.#ended = true;
      this.#close();
    });
  }

  /** The engine will ask for it later in this run. */
  expect(urn: string): void {
    this.#waiting.add(urn);
  }

  /** Runs one operation and counts how it ended. */
  async count<T>(urn: string, kind: ResourceKind, verb: Verb, run: () => Promise<T>): Promise<T> {
    this.#waiting.delete(urn);
    this.#begun = true;
    this.#atWork += 1;
    try {
      const result = await run();
      const word = DONE[kind][verb];
      this.#done.set(word, (this.#done.get(word) ?? 0) + 1);
      return result;
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#atWork -= 1;
      this.#close();
      this.#soFar();
    }
  }

  /** `17 installed · 1 failed (image) · 2 waiting` */
  get line(): string {
    const classes = [...new Set(this.#failed)].join(", ");
    return [
      ...[...this.#done].map(([word, count]) => `${count} ${word}`),
      ...(this.#failed.length > 0 ? [`${this.#failed.length} failed (${classes})`] : []),
      ...(this.#stopped > 0 ? [`${this.#stopped} stopped`] : []),
      ...(this.#atWork > 0 ? [`${this.#atWork} at work`] : []),
      ...(this.#waiting.size > 0 ? [`${this.#waiting.size} waiting`] : []),
    ].join(" · ");
  }

  #fail(error: unknown): void {
    const known = [error, error instanceof Error ? error.cause : undefined].find(
      (each) => each instanceof OperationError,
    );
    const failureClass = known?.failure.failureClass ?? "unknown";
    if (failureClass === "cancelled" || this.channel.signal.aborted) {
      this.#stopped += 1;
    } else {
      this.#failed.push(failureClass);
    }
  }

  #close(): void {
    if (this.#ended && this.#begun && this.#atWork === 0) {
      this.#begun = false;
      this.channel.log({ message: this.line, severity: "info", ephemeral: false });
    }
  }

  #soFar(): void {
    if (this.#atWork > 0 && !this.#ended && Date.now() - this.#shown >= SO_FAR_MS) {
      this.#shown = Date.now();
      this.channel.log({ message: this.line, severity: "info", ephemeral: true });
    }
  }
}
