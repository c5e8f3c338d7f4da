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
  /** In place of the line made of phase, state and step. */
  readonly message?: string | undefined;
  /** What the phase usually takes, shown beside the elapsed time. */
  readonly expectedSeconds?: number | undefined;
}

/** Reports each change once, with the time since the operation began. */
export class ProgressReporter {
  readonly #clock: Clock;
  readonly #report: (progress: Progress) => void;
  #last = "";
  readonly #started: number;

  constructor(clock: Clock, report: (progress: Progress) => void) {
    this.#clock = clock;
    this.#report = report;
    this.#started = clock.now();
  }

  /** Since the operation began. */
  get elapsedSeconds(): number {
    return (this.#clock.now() - this.#started) / 1000;
  }

  /** Does nothing when phase, state, step and message are those of the last call. */
  info(step: Step): void {
    const key = JSON.stringify([step.phase, step.state, step.step, step.message]);
    if (key === this.#last) {
      return;
    }
    this.#last = key;
    this.#send("info", step, step.message ?? describe(step));
  }

  /** A line that stays. */
  warning(phase: Phase, message: string): void {
    this.#send("warning", { phase }, message);
  }

  /** The closing line of a resource. */
  summary(message: string): void {
    this.#report({ kind: "summary", phase: "done", elapsedSeconds: this.elapsedSeconds, message });
  }

  #send(kind: "info" | "warning", step: Step, text: string): void {
    const { phase, state, step: name, expectedSeconds } = step;
    const usually = expectedSeconds === undefined ? "" : `, usually ${formatSeconds(expectedSeconds)}`;
    const message = kind === "info" ? `${text} (${formatSeconds(this.elapsedSeconds)}${usually})` : text;
    this.#report({ kind, phase, state, step: name, elapsedSeconds: this.elapsedSeconds, expectedSeconds, message });
  }
}

function describe({ phase, state, step }: Step): string {
  return [phase, state, step].filter(Boolean).join(": ");
}
