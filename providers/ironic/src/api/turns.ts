/** How work waits for its turn. */
export interface Waiting {
  /** Ends the waiting, and throws its reason; work that has begun is not ended. */
  readonly signal?: AbortSignal | undefined;
  /** Before all that is not urgent. Default false. */
  readonly urgent?: boolean | undefined;
}

/** At most so many pieces of work at once; the others wait in their order. */
export class Turns {
  readonly #waiting = new Set<() => void>();
  readonly #urgent = new Set<() => void>();
  #free: number;

  constructor(most: number) {
    this.#free = most;
  }

  /** Does the work when its turn comes. */
  async take<Result>(work: () => Promise<Result>, waiting: Waiting = {}): Promise<Result> {
    await this.#turn(waiting);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  #turn({ signal, urgent = false }: Waiting): Promise<void> {
    const queue = urgent ? this.#urgent : this.#waiting;
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        queue.delete(go);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
      queue.add(go);
    });
  }

  #pass(): void {
    const [next = this.#waiting.values().next().value] = this.#urgent;
    if (next) {
      this.#urgent.delete(next);
      this.#waiting.delete(next);
      next();
    } else {
      this.#free += 1;
    }
  }
}
