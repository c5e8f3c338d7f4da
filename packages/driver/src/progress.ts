import { formatSeconds, type Phase, type Progress } from "@ironworks/core";
import type { Clock } from "./clock.js";

/** What a line of progress is about; two lines with the same keys are one. */
export interface Step {
  /** What is waited for. */
  readonly phase: Phase;
  /** The route's own state, e.g. `wait call-back`. */
  readonly state?: string | undefined;
  /** The route's own step, e.g. `deploy.write_image`. */
  readonly step?: string | undefined;
  /** In place of step, state or phase; a few words, as a terminal of 80 columns shows less than 29 characters. */
  readonly message?: string | undefined;
  /** What is worth reading in a log, after the times. */
  readonly detail?: string | undefined;
  /** What the phase usually takes, shown beside the elapsed time. */
  readonly expectedSeconds?: number | undefined;
}

/** What a route knows of something that stands still. */
export interface Sign {
  /** For people, e.g. `last heartbeat 9m ago`. */
  readonly text: string;
  /** Set where it shows why nothing moves. */
  readonly stuck?:
    | {
        /** In two or three words, e.g. `silent 9m`. */
        readonly news: string;
        /** The likely cause and what to look at, one clause without a full stop. */
        readonly cause: string;
      }
    | undefined;
}

/** Reports each change once, with the time since the phase began, e.g. `write_image 40s/~10m`. */
export class ProgressReporter {
  readonly #clock: Clock;
  readonly #report: (progress: Progress) => void;
  #last: Step | undefined;
  readonly #started: number;
  /** Of the phase, or of what was last asked for in it. */
  #begun: number;

  constructor(clock: Clock, report: (progress: Progress) => void) {
    this.#clock = clock;
    this.#report = report;
    this.#started = clock.now();
    this.#begun = this.#started;
  }

  /** Since the operation began. */
  get elapsedSeconds(): number {
    return (this.#clock.now() - this.#started) / 1000;
  }

  /** Like {@link info}, for what begins just now: its time counts from here. */
  begin(step: Step): void {
    this.#begun = this.#clock.now();
    this.info(step);
  }

  /** Does nothing when phase, state, step and message are those of the last call. */
  info(step: Step): void {
    const last = this.#last;
    if (last && keyOf(step) === keyOf(last)) {
      return;
    }
    if (last && step.phase !== last.phase) {
      this.#begun = this.#clock.now();
    }
    this.#last = step;
    this.#send("info", step, this.#line(step));
  }

  /** The last line once more, with the time as it is now and what the route knows: nothing has changed since. */
  still(sign: Sign | undefined, overdue: boolean): void {
    const step = this.#last;
    if (step === undefined) {
      return;
    }
    const line = this.#line({ ...step, detail: undefined });
    const parts = sign?.stuck ? [sign.stuck.news, line] : [line, sign?.text];
    const text = parts.filter(Boolean).join(" · ");
    this.#send("info", step, overdue || sign?.stuck ? `⚠ ${text}` : text);
  }

  /** A line that stays. */
  warning(phase: Phase, message: string): void {
    this.#send("warning", { phase }, message);
  }

  /** The closing line of a resource. */
  summary(message: string): void {
    this.#report({ kind: "summary", phase: "done", elapsedSeconds: this.elapsedSeconds, message });
  }

  #line(step: Step): string {
    const elapsed = formatSeconds((this.#clock.now() - this.#begun) / 1000);
    const usually = step.expectedSeconds === undefined ? "" : `/~${formatSeconds(step.expectedSeconds)}`;
    const detail = step.detail === undefined ? "" : ` · ${step.detail}`;
    return `${newsOf(step)} ${elapsed}${usually}${detail}`;
  }

  #send(kind: "info" | "warning", step: Step, message: string): void {
    const { phase, state, step: name, expectedSeconds } = step;
    this.#report({ kind, phase, state, step: name, elapsedSeconds: this.elapsedSeconds, expectedSeconds, message });
  }
}

function keyOf({ phase, state, step, message }: Step): string {
  return JSON.stringify([phase, state, step, message]);
}

/** `write_image` of `deploy.write_image`. */
function newsOf({ phase, state, step, message }: Step): string {
  return message ?? step?.slice(step.lastIndexOf(".") + 1) ?? state ?? phase;
}
