import type { Deed } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { RunLedger } from "./runLedger.js";

const ledgerOf = (hosts: number): RunLedger =>
  new RunLedger(() => ({ hosts, text: String(hosts) }), { limit: "x:max", allow: (wanted) => `set ${wanted}` });

const deed = (at: number, more: Partial<Deed> = {}): Deed => ({
  host: `uuid-${at}`,
  subject: `web-${at}`,
  kind: "reinstall",
  disks: [`nvme${at}`],
  why: "`image` changed",
  ...more,
});

describe("what one run may destroy", () => {
  it("is so many hosts and no more, however often each is asked for", () => {
    const ledger = ledgerOf(2);
    for (const each of [deed(0), deed(1), deed(0), deed(1, { kind: "deprovision" })]) {
      expect(ledger.admit(each)).toBeUndefined();
    }
    expect(ledger.admit(deed(2))).toBeDefined();
    expect(ledger.admit(deed(0))).toBeUndefined();
  });

  it("is nothing where the limit is 0", () => {
    expect(ledgerOf(0).admit(deed(0))).toBeDefined();
    expect(ledgerOf(0).plan(deed(0))).toBeDefined();
  });

  it("is said with every host, its disks and the reason, and how to allow just that", () => {
    const ledger = ledgerOf(1);
    ledger.admit(deed(0));
    ledger.admit(deed(1, { kind: "takeover", disks: [], why: "it is on" }));
    expect(ledger.admit(deed(2, { kind: "deprovision", disks: ["sda", "sdb"], why: "`onDestroy`" }))).toEqual({
      detail:
        "this run would destroy something on 3 hosts, and `x:max` is 1 (`web-1`: takeover, disks not known, it is on; " +
        "`web-0`: reinstall, nvme0, `image` changed; `web-2`: deprovision, sda and sdb, `onDestroy`)",
      remedy: "to allow exactly that, set 3; else take it back for some of them",
    });
  });

  it("is not begun at all once the plan alone exceeds it", () => {
    const ledger = ledgerOf(1);
    expect(ledger.plan(deed(0))).toBeUndefined();
    expect(ledger.plan(deed(1))).toBeDefined();
    expect(ledger.admit(deed(0))).toBeDefined();
    expect(ledger.admit(deed(1))).toBeDefined();
  });

  it("goes on where it was begun before the plan was known to exceed the limit", () => {
    const ledger = ledgerOf(1);
    ledger.plan(deed(0));
    expect(ledger.admit(deed(0))).toBeUndefined();
    expect(ledger.plan(deed(1))).toBeDefined();
    expect(ledger.admit(deed(0))).toBeUndefined();
  });

  it("keeps what was announced for whom it was announced", () => {
    const ledger = ledgerOf(1);
    ledger.plan(deed(0));
    expect(ledger.admit(deed(1, { kind: "takeover" }))).toBeDefined();
    expect(ledger.admit(deed(0))).toBeUndefined();
  });

  it("counts what an earlier run left unfinished, except for its own host", () => {
    const ledger = ledgerOf(1);
    ledger.noteUnfinished([{ ...deed(0), since: "2026-01-02T03:04:05Z" }]);
    const refusal = ledger.admit(deed(1));
    expect(refusal?.detail).toContain("`web-0`: reinstall, nvme0, `image` changed, begun at 2026-01-02T03:04:05Z");
    expect(ledger.admit(deed(0))).toBeUndefined();
    expect(ledger.admit(deed(1))).toBeDefined();
    expect(ledgerOf(2).admit(deed(1))).toBeUndefined();
  });

  it("is warned of, and not refused, where it depends on values that are not known", () => {
    const ledger = ledgerOf(1);
    expect(ledger.planPossible(deed(0))).toBeUndefined();
    expect(ledger.planPossible(deed(1))).toMatch(/may destroy something on 2 hosts, and `x:max` is 1: .* set 2$/);
    expect(ledger.plan(deed(2))).toBeUndefined();
    expect(ledger.admit(deed(2))).toBeUndefined();
    expect(ledger.admit(deed(0))).toBeDefined();
  });

  it("tells servers of two routes apart that have the same id there", () => {
    const ledger = ledgerOf(1);
    expect(ledger.within("site-a").admit(deed(0))).toBeUndefined();
    expect(ledger.within("site-a").admit(deed(0))).toBeUndefined();
    expect(ledger.within("site-b").admit(deed(0))).toBeDefined();
  });
});
