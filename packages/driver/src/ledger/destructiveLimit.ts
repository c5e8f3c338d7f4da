import { errorAt, failure, type Problem, type Result, success } from "@ironworks/core";

/** How many different hosts one run may destroy something on. */
export interface DestructiveLimit {
  /** Number of hosts. */
  readonly hosts: number;
  /** As it was given, e.g. `10%`; as a text for people. */
  readonly text: string;
}

/** What was configured, as text or as a value of the program. */
export interface LimitSettings {
  /** A whole number, or a share such as `10%`. */
  readonly maxDestructive?: unknown;
  /** How many hosts there are in all; what a share is of. */
  readonly fleetSize?: unknown;
}

/** Without a setting. */
export const DEFAULT_LIMIT: DestructiveLimit = { hosts: 1, text: "1" };

const WHOLE = /^\d{1,9}$/;
const SHARE = /^(\d{1,3})(?:\.\d{1,3})? ?%$/;

/**
 * Reads the limit. A share needs `fleetSize`, and is rounded down; a share of more than 0 allows one host at least.
 *
 * @param settings - What was configured; absent is the default of 1.
 * @returns The limit, or everything wrong, by the names of the settings.
 */
export function destructiveLimitOf(settings: LimitSettings): Result<DestructiveLimit, readonly Problem[]> {
  const limit = textOf(settings.maxDestructive);
  const size = textOf(settings.fleetSize);
  const problems: Problem[] = [];
  if (size !== undefined && !(WHOLE.test(size) && Number(size) > 0)) {
    problems.push(errorAt("fleetSize", "is not a number of hosts.", "write a whole number from 1, e.g. `1000`"));
  }
  const isShare = limit !== undefined && SHARE.test(limit) && Number.parseFloat(limit) <= 100;
  if (limit !== undefined && !isShare && !WHOLE.test(limit)) {
    const remedy = "write a whole number from 0, e.g. `1`, or a share from `0%` to `100%`";
    problems.push(errorAt("maxDestructive", "is not a number of hosts, nor a share of them.", remedy));
  }
  if (isShare && size === undefined) {
    const remedy = "say how many hosts there are in all, e.g. `1000`: a share is of that";
    problems.push(errorAt("fleetSize", "is missing beside a share in `maxDestructive`.", remedy));
  }
  if (problems.length > 0) {
    return failure(problems);
  }
  if (limit === undefined) {
    return success(DEFAULT_LIMIT);
  }
  return success(isShare ? shareOf(limit, Number(size)) : { hosts: Number(limit), text: limit });
}

function shareOf(share: string, fleet: number): DestructiveLimit {
  const percent = Number.parseFloat(share);
  const hosts = percent === 0 ? 0 : Math.max(1, Math.floor((fleet * percent) / 100));
  return { hosts, text: `${share} of ${fleet} hosts, which is ${hosts}` };
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value).trim();
}
