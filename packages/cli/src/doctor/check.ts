import type { Verdict } from "./finding.js";
import type { IronicReader } from "./ironicReader.js";
import type { HostTarget, Target } from "./target/target.js";

/** What checks look at and with. */
export interface World {
  readonly target: Target;
  readonly readers: readonly IronicReader[];
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Milliseconds since the epoch, by this machine. */
  readonly now: number;
}

/** One piece of work; its verdicts are on one subject or a few. */
export interface Job {
  readonly subject: string;
  run(): Promise<readonly Verdict[]>;
}

/** A thing that is looked at, in a file of its own. Nothing that it does changes anything anywhere. */
export interface Check {
  /** Stable name, e.g. `tls`. */
  readonly id: string;
  /** What it looks at; a few words. */
  readonly title: string;
  jobs(world: World): readonly Job[];
}

/** The reader of a host's endpoint. */
export function readerOf(world: World, host: HostTarget): IronicReader | undefined {
  return world.readers.find(({ target }) => target.name === host.endpoint);
}

/** A job for each endpoint. */
export function perEndpoint(world: World, run: (reader: IronicReader) => Promise<readonly Verdict[]>): readonly Job[] {
  return world.readers.map((reader) => ({ subject: reader.target.name, run: () => run(reader) }));
}
