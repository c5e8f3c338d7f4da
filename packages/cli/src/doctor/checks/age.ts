import { formatSeconds } from "@ironworks/core";

/** A time of Ironic's API, in UTC whether it says so or not; undefined for what is not a time. */
export function timeOf(text: unknown): number | undefined {
  if (typeof text !== "string" || text === "") {
    return undefined;
  }
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** `42s`, `8m`, `1h05m`. */
export function ageBetween(from: number, to: number): string {
  return formatSeconds(Math.max(0, (to - from) / 1000));
}
