import type { Call, CallKind } from "@ironworks/ironic";
import type { LivesReport } from "./wholeLives.js";

const KINDS: readonly (readonly [CallKind, string])[] = [
  ["mutation", "mutations"],
  ["read", "reads"],
  ["repeat", "repeats after a lock, a full conductor or no endpoint"],
  ["poll", "list polls"],
];

/** Calls a host, waiting included. */
export function callsAHost({ calls, hosts }: LivesReport): number {
  return calls.length / hosts;
}

/** The calls by kind, and within it by route, each a host; `what` says what was done. */
export function callTable(what: string, report: LivesReport): string {
  const { calls, hosts, seconds, received } = report;
  const rows: string[] = [];
  for (const [kind, title] of KINDS) {
    const ofKind = calls.filter((call) => call.kind === kind);
    rows.push(row(title, ofKind.length, hosts));
    for (const [route, count] of byRoute(ofKind)) {
      rows.push(row(`  ${route}`, count, hosts));
    }
  }
  return [
    `${hosts} hosts in parallel: ${what}; ${seconds.toFixed(0)} s`,
    "",
    `${"calls".padEnd(58)}${"total".padStart(8)}${"a host".padStart(9)}`,
    ...rows,
    row("all", calls.length, hosts),
    `received by Ironic: ${received}`,
  ].join("\n");
}

function byRoute(calls: readonly Call[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { method, route } of calls) {
    const key = `${method} ${route}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function row(title: string, count: number, hosts: number): string {
  return `${title.padEnd(58)}${String(count).padStart(8)}${(count / hosts).toFixed(2).padStart(9)}`;
}
