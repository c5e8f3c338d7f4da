import { formatSeconds, type OperationError, type Phase } from "@ironworks/core";
import type { Sign } from "./progress.js";
import type { RunningOperation } from "./runningOperation.js";

/** Receives what is seen while waiting. */
export interface Observer<Observation> {
  /** Something was seen. */
  next(observation: Observation): void;
  /** Looking failed, and is tried again; waiting goes on. */
  trouble(error: Error): void;
  /** Something that people should read, said to one of the observers only. */
  warn?(message: string): void;
  /** Looking failed for good. */
  fail(error: unknown): void;
}

/** Starts looking; the returned function stops it. */
export type Watch<Observation> = (observer: Observer<Observation>) => () => void;

/** What one observation means: the end, or where things stand. A `judge` that throws ends the wait with that error. */
export type Verdict<Result> =
  | { readonly done: true; readonly result: Result }
  | { readonly done: false; readonly state: string; readonly step?: string | undefined };

/** Where a wait stands when its soft budget ends. */
export interface Waiting {
  /** The route's own state; undefined while nothing was seen. */
  readonly state: string | undefined;
  /** The route's own step; undefined between steps. */
  readonly step: string | undefined;
  /** How long state and step have been the same. */
  readonly secondsInState: number;
  /** The last failed look, where nothing was seen since. */
  readonly trouble: Error | undefined;
  /** What {@link Wait.sign} last answered. */
  readonly sign?: Sign | undefined;
}

/** What is waited for, and how. */
export interface Wait<Observation, Result> {
  /** Whose budget counts. */
  readonly phase: Phase;
  /** Looks. */
  readonly watch: Watch<Observation>;
  /** Says of each look whether it is the end. */
  readonly judge: (observation: Observation) => Verdict<Result>;
  /** The likely cause and what to look at, one sentence without a full stop. */
  readonly likelyCause: (waiting: Waiting) => string;
  /** What else is known while nothing changes. Asked before each repeated line and each warning; may fail. */
  readonly sign?: (() => Promise<Sign | undefined>) | undefined;
  /** Default: the phase's. */
  readonly expectedSeconds?: number | undefined;
}

/** While nothing changes the line is repeated: each minute, sooner where the soft budget is short, later less often. */
const REPEAT_SECONDS = 60;
const REPEATS_A_BUDGET = 4;
/** So many repeats come at that pace; then one comes where five would. */
const QUICK_REPEATS = 5;
/** How long a last question may take before waiting ends without its answer. */
const LAST_SIGN_SECONDS = 5;

/**
 * Waits until `judge` says done. While nothing changes it repeats the last line with what is known. After the soft budget,
 * or when the route shows why nothing moves, it warns once with the likely cause; after the hard one, or when the caller
 * aborts, it stops waiting. It never stops what the server does.
 */
export function waitFor<Observation, Result>(
  operation: RunningOperation,
  wait: Wait<Observation, Result>,
): Promise<Result> {
  const { clock, progress, signal } = operation;
  const { phase } = wait;
  const budget = operation.budget(phase);
  return new Promise<Result>((resolve, reject) => {
    const cleanups: (() => void)[] = [];
    let settled = false;
    let state: string | undefined;
    let step: string | undefined;
    let since = clock.now();
    let trouble: Error | undefined;
    let sign: Sign | undefined;
    let warned = false;
    let overdue = false;
    let endPause = (): void => undefined;

    const end = (finish: () => void): void => {
      if (settled) {
        return;
      }
      settled = true;
      for (const cleanup of cleanups) {
        cleanup();
      }
      finish();
    };
    const waiting = (): Waiting => ({ state, step, secondsInState: (clock.now() - since) / 1000, trouble, sign });
    const where = (): string => {
      const { secondsInState } = waiting();
      const at = step ? ` at ${step}` : "";
      const known = sign ? `, ${sign.text}` : "";
      return state ? `\`${state}\`${at} for ${formatSeconds(secondsInState)}${known}` : "nothing seen yet";
    };
    const likely = (): string => sign?.stuck?.cause ?? wait.likelyCause(waiting());
    /** Nothing that can be asked while the last look failed. */
    const look = async (): Promise<void> => {
      sign = trouble ? undefined : await wait.sign?.().catch(() => undefined);
    };
    const warn = (opening: string): void => {
      if (!settled && !warned) {
        warned = true;
        progress.warning(phase, `${opening}: ${where()}; likely ${likely()}`);
      }
    };
    /** Repeats the line as long as nothing changes. */
    const stand = (repeats: number): void => {
      endPause();
      const quick = Math.min(REPEAT_SECONDS, budget.softSeconds / REPEATS_A_BUDGET);
      const seconds = repeats < QUICK_REPEATS ? quick : quick * QUICK_REPEATS;
      let called = true;
      const cancel = clock.after(seconds * 1000, async () => {
        await look();
        if (settled || !called) {
          return;
        }
        progress.still(trouble ? { text: "no answer" } : sign, overdue);
        if (sign?.stuck) {
          warn(`${phase} does not move`);
        }
        stand(repeats + 1);
      });
      endPause = () => {
        called = false;
        cancel();
      };
    };
    const stop = (error: OperationError): void => end(() => reject(error));

    const onAbort = (): void => {
      const { failure } = operation.cancelled(phase, state);
      stop(operation.failure({ ...failure, cause: signal.reason }));
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener("abort", onAbort, { once: true });
    cleanups.push(() => signal.removeEventListener("abort", onAbort));

    cleanups.push(
      () => endPause(),
      clock.after(budget.softSeconds * 1000, async () => {
        overdue = true;
        await look();
        warn(`${phase} takes longer than ${formatSeconds(budget.softSeconds)}`);
      }),
      clock.after(budget.hardSeconds * 1000, async () => {
        const enough = new Promise<void>((done) => cleanups.push(clock.after(LAST_SIGN_SECONDS * 1000, done)));
        await Promise.race([look(), enough]);
        stop(
          operation.failure({
            phase,
            failureClass: "timeout",
            step,
            detail: `gave up waiting after ${formatSeconds(budget.hardSeconds)}: ${where()}; the server was not stopped`,
            remedy: `likely ${likely()}; then run again: it goes on from there`,
            cause: trouble,
          }),
        );
      }),
    );
    stand(0);

    const unwatch = wait.watch({
      next(observation) {
        if (settled) {
          return;
        }
        trouble = undefined;
        try {
          const verdict = wait.judge(observation);
          if (verdict.done) {
            end(() => resolve(verdict.result));
            return;
          }
          if (verdict.state !== state || verdict.step !== step) {
            since = clock.now();
            sign = undefined;
            stand(0);
          }
          state = verdict.state;
          step = verdict.step;
          const expectedSeconds = wait.expectedSeconds ?? budget.expectedSeconds;
          progress.info({ phase, state, step, expectedSeconds });
        } catch (error) {
          end(() => reject(error));
        }
      },
      trouble(error) {
        trouble = error;
      },
      warn: (message) => progress.warning(phase, message),
      fail(error) {
        end(() => reject(error));
      },
    });
    if (settled) {
      unwatch();
    } else {
      cleanups.push(unwatch);
    }
  });
}
