import { backoff, type Clock, sleep } from "@ironworks/driver";
import { IronicError } from "./ironicError.js";

/** How long a call is repeated, in seconds. */
export interface Patience {
  /** While the endpoint is away. */
  readonly unreachableSeconds: number;
  /** While another operation holds the node, or the conductor is full. */
  readonly busySeconds: number;
}

export interface RetryOptions {
  /** A read changes nothing, so any failure of the way there or back may be tried again. */
  readonly safe: boolean;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Reason = "unreachable" | "locked" | "busy";

/** Milliseconds between repeats. Ironic itself has tried for about two seconds before it says that a node is locked. */
const PAUSES: Readonly<Record<Reason, { readonly baseMs: number; readonly maxMs: number }>> = {
  unreachable: { baseMs: 500, maxMs: 5_000 },
  locked: { baseMs: 500, maxMs: 5_000 },
  busy: { baseMs: 5_000, maxMs: 60_000 },
};

/** Why a failed call may be repeated as it is; undefined: it must not. */
export function retryReason(error: unknown, safe: boolean): Reason | undefined {
  if (!(error instanceof IronicError)) {
    return undefined;
  }
  switch (error.code) {
    case "IRONIC_UNREACHABLE":
      return "unreachable";
    case "IRONIC_NODE_LOCKED":
      return "locked";
    case "IRONIC_BUSY":
      return "busy";
    case "IRONIC_TIMEOUT":
    case "IRONIC_CONNECTION_LOST":
    case "IRONIC_SERVER_ERROR":
      return safe ? "unreachable" : undefined;
    default:
      return undefined;
  }
}

/** Calls until it works, must not be repeated, or patience ends; then throws the last error. */
export async function retrying<Result>(
  call: (attempt: number) => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const { clock, patience, safe, signal, random } = options;
  const started = clock.now();
  const pauses = new Map<Reason, Generator<number, never, void>>();
  for (let attempt = 1; ; attempt++) {
    try {
      return await call(attempt);
    } catch (error) {
      const reason = retryReason(error, safe);
      if (!reason) {
        throw error;
      }
      const pause = pauses.get(reason) ?? backoff({ ...PAUSES[reason], random });
      pauses.set(reason, pause);
      const ms = pause.next().value;
      const limit = reason === "unreachable" ? patience.unreachableSeconds : patience.busySeconds;
      if (clock.now() + ms - started > limit * 1000) {
        throw error;
      }
      await sleep(clock, ms, signal);
    }
  }
}
