/** How pauses between repeats grow. */
export interface BackoffOptions {
  /** The first pause, milliseconds. */
  readonly baseMs: number;
  /** The longest pause, milliseconds. */
  readonly maxMs: number;
  /** Default 2. */
  readonly factor?: number | undefined;
  /** Share of each pause that is random, 0 to 1. Default 0.25. */
  readonly jitter?: number | undefined;
  /** 0 to 1, exclusive of 1. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** Pauses in milliseconds, without end: each `factor` times the last up to `maxMs`, less up to the `jitter` share. */
export function* backoff(options: BackoffOptions): Generator<number, never, void> {
  const { baseMs, maxMs, factor = 2, jitter = 0.25, random = Math.random } = options;
  for (let pause = Math.min(baseMs, maxMs); ; pause = Math.min(pause * factor, maxMs)) {
    yield pause * (1 - jitter * random());
  }
}
