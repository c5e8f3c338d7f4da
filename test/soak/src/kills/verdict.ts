import type { LedgerEntry } from "@ironworks/lab";
import type { Deed } from "../gate.js";

/** What the harness asked the engine for, which alone makes a deed right. */
export interface Allowance {
  /** From when on. */
  readonly at: string;
  /** Until when; an install is allowed once, and has no end. */
  readonly until?: string | undefined;
  readonly host: string;
  readonly what: "install" | "undeploy" | "remove";
}

/** All that happened, from the start of the lab. */
export interface Account {
  readonly deeds: readonly Deed[];
  readonly ledger: readonly LedgerEntry[];
  readonly allowances: readonly Allowance[];
}

/** States in which Ironic itself has given up. */
const FAILED = new Set(["deploy failed", "error"]);

interface Install {
  /** Images that were written since it was asked for. */
  writes: number;
  failed: boolean;
}

type Event =
  | { readonly at: string; readonly order: 0; readonly allowance: Allowance }
  | { readonly at: string; readonly order: 1; readonly deed: Deed }
  | { readonly at: string; readonly order: 2; readonly entry: LedgerEntry };

/** What was not right, a line each. */
export function violations(account: Account, hosts: readonly string[]): string[] {
  return hosts.flatMap((host) => [...overlaps(host, account.ledger), ...walk(host, account)]);
}

/** Never two writes at once on a host. */
function overlaps(host: string, ledger: readonly LedgerEntry[]): string[] {
  const writes = ledger.filter((entry) => entry.host === host && isWrite(entry));
  return writes.flatMap((second, at) =>
    writes
      .slice(0, at)
      .filter((first) => first.ended === undefined || first.ended > second.at)
      .map((first) => `${host}: two writes at once, ${line(first)} and ${line(second)}`),
  );
}

/** Every write was asked for, every request was allowed, and what was repeated had failed in Ironic itself. */
function walk(host: string, { deeds, ledger, allowances }: Account): string[] {
  const events: Event[] = [
    ...allowances.map((allowance) => ({ at: allowance.at, order: 0, allowance }) as const),
    ...deeds.map((deed) => ({ at: deed.at, order: 1, deed }) as const),
    ...ledger.map((entry) => ({ at: entry.at, order: 2, entry }) as const),
  ]
    .filter((event) => hostOf(event) === host)
    .sort((a, b) => (a.at === b.at ? a.order - b.order : a.at < b.at ? -1 : 1));
  const wrong: string[] = [];
  const windows = allowances.filter((allowance) => allowance.host === host && allowance.what !== "install");
  let open = 0;
  let install: Install | undefined;
  for (const event of events) {
    if (event.order === 0) {
      open += event.allowance.what === "install" ? 1 : 0;
    } else if (event.order === 2) {
      wrong.push(...judgeWrite(event.entry, install).map((what) => `${host}: ${what}, ${line(event.entry)}`));
    } else if (accepted(event.deed)) {
      const { deed } = event;
      const said = (what: string) => wrong.push(`${host}: ${what}, ${text(deed)}`);
      if (isInstall(deed)) {
        const repeat = install !== undefined && (install.failed || install.writes === 0 || isFailed(deed));
        if (!repeat && open === 0) {
          said("an install that nothing allowed");
        }
        open -= repeat || open === 0 ? 0 : 1;
        install = { writes: 0, failed: false };
      } else if (isProvision(deed) && deed.target === "deleted") {
        if (install && isFailed(deed)) {
          install.failed = true;
        } else if (inWindow(deed, "undeploy", windows)) {
          open = 1;
          install = undefined;
        } else {
          said("an undeploy that nothing allowed");
        }
      } else if (isProvision(deed) && (deed.target === "clean" || deed.target === "abort")) {
        said(`\`${deed.target}\` that nothing allowed`);
      } else if (deed.method === "DELETE" && /^\/v1\/nodes\/[^/]+$/.test(deed.path)) {
        if (!inWindow(deed, "remove", windows)) {
          said("a removal that nothing allowed");
        }
      } else if (deed.path.endsWith("/states/power") && deed.from === "active") {
        said("power of a machine that is installed");
      }
    }
  }
  return wrong;
}

function judgeWrite(entry: LedgerEntry, install: Install | undefined): string[] {
  if (entry.kind === "erase") {
    return ["an erase"];
  }
  if (entry.kind !== "write") {
    return [];
  }
  if (install === undefined) {
    return ["a write that nobody asked for"];
  }
  install.writes += entry.reason.startsWith("image ") ? 1 : 0;
  return install.writes > 1 ? ["a second write in one install"] : [];
}

/** No host may stir in this part of the account unless something was asked of it there. */
export function stirrings({ deeds, ledger }: Account, hosts: readonly string[], since: string): string[] {
  const asked = new Set(deeds.filter((deed) => deed.at >= since && isProvision(deed)).map(({ host }) => host));
  return ledger
    .filter(({ at, host }) => at >= since && hosts.includes(host) && !asked.has(host))
    .map((entry) => `${entry.host}: nobody asked for anything, and ${line(entry)}`);
}

function inWindow(deed: Deed, what: Allowance["what"], windows: readonly Allowance[]): boolean {
  return windows.some((one) => one.what === what && one.at <= deed.at && (one.until ?? "~") >= deed.at);
}

/** 0: Ironic was killed before it answered; it may have been carried out. */
function accepted({ status }: Deed): boolean {
  return status < 300;
}

function isProvision({ path }: Deed): boolean {
  return path.endsWith("/states/provision");
}

function isInstall(deed: Deed): boolean {
  return isProvision(deed) && (deed.target === "active" || deed.target === "rebuild");
}

function isFailed({ from }: Deed): boolean {
  return from !== undefined && FAILED.has(from);
}

function isWrite({ kind }: LedgerEntry): boolean {
  return kind === "write" || kind === "erase";
}

function hostOf(event: Event): string | undefined {
  return event.order === 0 ? event.allowance.host : event.order === 1 ? event.deed.host : event.entry.host;
}

/** A deed in a line, for people. */
export function text({ at, host, method, path, target, from, status }: Deed): string {
  return `${at} ${host ?? "-"} ${method} ${path}${target ? ` ${target}` : ""} (from ${from ?? "nothing"}) ${status}`;
}

/** A ledger entry in a line, for people. */
export function line({ at, ended, host, kind, disk, bytes, reason }: LedgerEntry): string {
  const size = bytes === undefined ? "" : ` ${bytes} bytes until ${ended ?? "now"}`;
  return `${at} ${host} ${kind}${disk ? ` ${disk}` : ""}${size}: ${reason}`;
}
