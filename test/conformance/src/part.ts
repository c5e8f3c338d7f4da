/** One thing compared with upstream's data. */
export interface Comparison {
  readonly name: string;
  readonly ok: boolean;
  /** What differs, line by line; absent when `ok`. */
  readonly difference?: string | undefined;
}

/** A part of the conformance run. Add yours to `parts.ts`. */
export interface ConformancePart {
  /** For `--part` and the output, e.g. `crds`. */
  readonly name: string;
  /** Compares; throws only when the data cannot be read. */
  run(dataFolder: string): readonly Comparison[] | Promise<readonly Comparison[]>;
}
