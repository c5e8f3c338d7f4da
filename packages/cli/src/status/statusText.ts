import { ageOf } from "../terminal/age.js";
import { table } from "../terminal/table.js";
import { DEFAULT_COLUMNS, wrap } from "../terminal/wrap.js";
import { chooseColumns } from "./columns.js";
import type { FleetStatus, HostStatus } from "./hostStatus.js";

/** How much room there is. */
export interface Room {
  /** Of the terminal; undefined where it is none. */
  readonly columns: number | undefined;
  /** Lines of the terminal, where no more than that shall be shown. */
  readonly lines?: number | undefined;
}

/** The fleet for people: a summary, a table, and below it each host that wants somebody. */
export function statusText(status: FleetStatus, { columns, lines }: Room): string {
  const width = columns ?? DEFAULT_COLUMNS;
  const head = [...wrap(summaryLine(status), width), ...troubles(status, width)].join("\n");
  if (status.hosts.length === 0) {
    return `${head}\n`;
  }
  const { head: headings, rows, leftOut } = chooseColumns(status, columns);
  const notes = [
    ...status.hosts.flatMap((host) => hostNotes(host, status.at, width)),
    ...othersLines(status, width),
    ...(leftOut.length > 0 ? wrap(`Not enough room for: ${leftOut.join(", ")}.`, width) : []),
  ];
  const body = table(headings, rows, columns).split("\n");
  if (lines === undefined) {
    return `${[head, "", ...body, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n")}\n`;
  }
  return `${[head, "", ...cut(body, notes, lines - head.split("\n").length - 2)].join("\n")}\n`;
}

/** What was looked at, and the counts. */
function summaryLine(status: FleetStatus): string {
  const where = status.stack ?? status.endpoints.map(({ url }) => url).join(", ");
  return `${where}: ${countsOf(status)}`;
}

/** `1 install failed · 2 installing · 17 installed`, in the table's order. */
export function countsOf({ summary, endpoints }: FleetStatus): string {
  const parts = Object.entries(summary).map(([state, count]) => `${count} ${state}`);
  const nothing = endpoints.some(({ problem }) => problem !== null) ? "not read" : "no hosts";
  return parts.length === 0 ? nothing : parts.join(" · ");
}

function troubles({ endpoints, hosts }: FleetStatus, width: number): readonly string[] {
  const unread = endpoints.flatMap(({ name, problem }) =>
    problem === null ? [] : wrap(`✗ endpoint \`${name}\`: ${problem}`, width, { first: "", rest: "  " }),
  );
  const next = "enrol hosts with `pulumi up`, or `ironworks lab up` for some to try with";
  return hosts.length === 0 && unread.length === 0
    ? wrap(`The endpoint answers, and has no host. next: ${next}`, width)
    : unread;
}

/** What is wrong with a host, and what to do. */
function hostNotes(host: HostStatus, at: string, width: number): readonly string[] {
  const texts = host.differences.map(({ message, next }) => `\`${host.host}\` ${message} next: ${next}`);
  if (host.failure) {
    const since = host.since === null ? "" : ` ${ageOf(host.since, at)} ago`;
    const reason = host.failure.reason.replace(/\.$/, "");
    texts.unshift(`\`${host.host}\`: ${host.state}${since}: ${reason}. next: ${host.failure.next}`);
  }
  return texts.flatMap((text) => wrap(text, width, { first: "", rest: "  " }));
}

function othersLines({ endpoints }: FleetStatus, width: number): readonly string[] {
  return endpoints.flatMap(({ name, others }) =>
    others === 0
      ? []
      : wrap(`${others} more on \`${name}\` that ${others === 1 ? "is" : "are"} not this stack's (--all).`, width),
  );
}

/** The first lines of table and notes; the table gets at least half of them. */
function cut(body: readonly string[], notes: readonly string[], room: number): readonly string[] {
  const forNotes = notes.length === 0 ? 0 : Math.min(notes.length, Math.max(2, Math.floor(room / 2) - 1));
  const forBody = Math.max(3, room - forNotes - 1);
  return [...firstOf(body, forBody), ...(forNotes > 0 ? ["", ...firstOf(notes, forNotes)] : [])];
}

function firstOf(lines: readonly string[], count: number): readonly string[] {
  return lines.length <= count ? lines : [...lines.slice(0, count - 1), `… ${lines.length - count + 1} more lines`];
}
