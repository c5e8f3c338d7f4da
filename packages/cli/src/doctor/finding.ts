/** `skipped`: what it needs was not there, or another check says why. */
export type Status = "ok" | "warning" | "error" | "skipped";

/** Who saw it. `here`: this machine asked. `ironic`: Ironic's own record. `written`: read from the state or manifests. */
export type Vantage = "here" | "ironic" | "written";

/** What one check found of one thing. */
export interface Finding {
  /** Stable name of the check, e.g. `tls`. */
  readonly check: string;
  /** What was looked at: an endpoint, a host, a URL. */
  readonly subject: string;
  readonly from: Vantage;
  readonly status: Status;
  /** One line, without secrets. */
  readonly seen: string;
  /** What to do; lower case, an imperative, without a full stop. Absent where nothing is to be done. */
  readonly next?: string | undefined;
}

/** What a check says; the runner adds its name. */
export type Verdict = Omit<Finding, "check">;

type Words = readonly [seen: string, next?: string | undefined];

/** Verdicts on a thing, as seen from somewhere. */
export interface Verdicts {
  ok(seen: string): Verdict;
  warning(...words: Words): Verdict;
  error(...words: Words): Verdict;
  skipped(...words: Words): Verdict;
}

export function verdictsOn(subject: string, from: Vantage): Verdicts {
  const make =
    (status: Status) =>
    (...[seen, next]: Words): Verdict => ({ subject, from, status, seen, ...(next !== undefined && { next }) });
  return { ok: make("ok"), warning: make("warning"), error: make("error"), skipped: make("skipped") };
}
