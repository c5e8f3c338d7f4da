import { type DestructionLedger, OperationError, type UnfinishedDeed } from "@ironworks/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../clock.js";
import { OperationStop } from "../operationStop.js";
import type { HostRecord } from "../record/hostRecord.js";
import { RunningOperation } from "../runningOperation.js";
import { DEEDS, type DeedKind } from "./deeds.js";
import { act, type Deed, type DeedEnd, type Destruction, type Hand, resume } from "./gate.js";

const OURS: HostRecord = { owner: "acme/metal/prod", hostId: "node-0", incarnation: "one" };
const REFUSED = new Error("the route refuses it");
const BROKEN = new Error("no answer");

const DESTROYS: Destruction = { kind: "reinstall", disks: ["sda"], why: "a test" };

const EARLIER: UnfinishedDeed = { ...DESTROYS, host: "uuid-9", subject: "web-9", since: "then" };

type Change = (record: HostRecord) => HostRecord;

/** A server that only remembers, and what was done with it in which order. */
class FakeHand implements Hand<Change> {
  record: HostRecord | undefined;
  readonly uuid = "uuid-0";
  isFresh = true;
  isProtected = false;
  /** What the record is when it is looked at anew. */
  live: HostRecord | undefined;
  readonly done: string[] = [];

  constructor(record: HostRecord | undefined = OURS) {
    this.record = record;
    this.live = record;
  }

  async read(): Promise<void> {
    this.done.push("read");
    this.record = this.live;
  }

  async write(changes: readonly Change[]): Promise<void> {
    this.done.push("write");
    const from = this.live;
    this.live = from && changes.reduce((record, change) => change(record), from);
    this.record = this.live;
  }

  isRefusal(error: unknown): boolean {
    return error === REFUSED;
  }

  stamped(deed: HostRecord["deed"]): readonly Change[] {
    return [(record) => ({ ...record, deed })];
  }

  unstamped(): readonly Change[] {
    return [({ deed: _deed, ...record }) => record];
  }

  async unfinished(): Promise<readonly UnfinishedDeed[]> {
    return [EARLIER];
  }

  unprotected(): readonly Change[] {
    return this.isProtected
      ? [
          (record) => {
            this.isProtected = false;
            return record;
          },
        ]
      : [];
  }
}

function running(signal = new AbortController().signal, ledger?: DestructionLedger): RunningOperation {
  return new RunningOperation("node-0", { signal, report: () => undefined, ledger }, systemClock);
}

function deedOf(hand: FakeHand, kind: DeedKind, more: Partial<Deed<Change, DeedEnd<Change>>> = {}) {
  return {
    kind,
    disks: ["sda"],
    ...(DEEDS[kind].destructive && { destroys: DESTROYS }),
    ask: async () => {
      hand.done.push("ask");
    },
    settle: async (): Promise<DeedEnd<Change>> => {
      hand.done.push("settle");
      return {};
    },
    ...more,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<OperationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperationError);
  return error as OperationError;
}

const KINDS = Object.keys(DEEDS) as DeedKind[];
const STAMPED = KINDS.filter((kind) => DEEDS[kind].stamped);

describe("the gate", () => {
  it.each(KINDS)("%s: nothing is asked for once the server is in other hands", async (kind) => {
    const others: HostRecord[] = [
      { ...OURS, incarnation: "two" },
      { ...OURS, owner: "other/metal/prod" },
      { ...OURS, machine: { incarnation: "theirs" } as NonNullable<HostRecord["machine"]> },
    ];
    for (const other of [...others, undefined]) {
      const hand = new FakeHand();
      hand.isFresh = false;
      hand.live = other;
      const error = await failureOf(act(running(), hand, deedOf(hand, kind)));
      expect(hand.done).not.toContain("ask");
      expect(error.failure).toMatchObject({ disksTouched: [], failureClass: "transient" });
      expect(hand.live).toEqual(other);
    }
  });

  it("looks before it asks, where the last look is older than the decision", async () => {
    const hand = new FakeHand();
    hand.isFresh = false;
    await act(running(), hand, deedOf(hand, "settle"));
    expect(hand.done).toEqual(["read", "ask", "settle"]);
  });

  it("is content with a look, or an answer, after the decision", async () => {
    const hand = new FakeHand();
    await act(running(), hand, deedOf(hand, "settle"));
    expect(hand.done).toEqual(["ask", "settle"]);
    const other = new FakeHand();
    other.isFresh = false;
    await act(running(), other, deedOf(other, "settle", { begin: [(record) => record] }));
    expect(other.done).toEqual(["write", "ask", "settle"]);
  });

  it.each(STAMPED)("%s: is written down before it is asked for, and taken off at its end", async (kind) => {
    const hand = new FakeHand();
    let during: HostRecord["deed"];
    const ask = async (): Promise<void> => {
      during = hand.live?.deed;
    };
    await act(running(), hand, deedOf(hand, kind, { ask }));
    expect(during).toMatchObject({ kind, disks: ["sda"] });
    expect(hand.live?.deed).toBeUndefined();
  });

  it.each(STAMPED)("%s: stays written down where its end is not known", async (kind) => {
    const hand = new FakeHand();
    const settle = () => Promise.reject(BROKEN);
    const error = await failureOf(act(running(), hand, deedOf(hand, kind, { settle })));
    expect(hand.live?.deed?.kind).toBe(kind);
    expect(error.failure.disksTouched).toEqual(["sda"]);
  });

  it("is taken off, and no disk was touched, where the route refused it", async () => {
    const hand = new FakeHand();
    const ask = () => Promise.reject(REFUSED);
    const error = await failureOf(act(running(), hand, deedOf(hand, "install", { ask })));
    expect(error.failure.disksTouched).toEqual([]);
    expect(hand.live?.deed).toBeUndefined();
  });

  it("may have been carried out where the answer was lost", async () => {
    const hand = new FakeHand();
    const ask = () => Promise.reject(BROKEN);
    const error = await failureOf(act(running(), hand, deedOf(hand, "install", { ask })));
    expect(error.failure).toMatchObject({ disksTouched: ["sda"], phase: "deploy" });
    expect(hand.live?.deed?.kind).toBe("install");
  });

  it("says of a failure which disks, unless it is proved that none was written", async () => {
    const failure = new OperationStop({ failureClass: "image", detail: "d", remedy: "r" });
    for (const isUntouched of [true, false]) {
      const hand = new FakeHand();
      const settle = async () => ({ failure, isUntouched });
      const error = await failureOf(act(running(), hand, deedOf(hand, "reinstall", { settle })));
      expect(error.failure.disksTouched).toEqual(isUntouched ? [] : ["sda"]);
      expect(hand.live?.deed).toBeUndefined();
    }
  });

  it("says of a closing note that failed which disks were written", async () => {
    const hand = new FakeHand();
    const settle = async () => {
      hand.write = () => Promise.reject(BROKEN);
      return {};
    };
    const error = await failureOf(act(running(), hand, deedOf(hand, "install", { settle })));
    expect(error.failure.disksTouched).toEqual(["sda"]);
  });

  it("takes no note on a server that changed hands meanwhile", async () => {
    const hand = new FakeHand();
    const theirs = { ...OURS, incarnation: "two" };
    const settle = async (): Promise<DeedEnd<Change>> => {
      hand.live = theirs;
      hand.record = theirs;
      return { change: [(record) => ({ ...record, accepted: true })] };
    };
    await act(running(), hand, deedOf(hand, "install", { settle }));
    expect(hand.live).toEqual(theirs);
  });

  it("takes the route's protection off before whatever it forbids", async () => {
    for (const kind of [...STAMPED, "remove"] as const) {
      const hand = new FakeHand();
      hand.isProtected = true;
      await act(running(), hand, deedOf(hand, kind));
      expect(hand.isProtected).toBe(false);
    }
  });

  it("does nothing for a caller who has given up", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), async (kind) => {
        const hand = new FakeHand();
        const error = await failureOf(act(running(AbortSignal.abort()), hand, deedOf(hand, kind)));
        expect(hand.done).toEqual([]);
        expect(error.failure).toMatchObject({ failureClass: "cancelled", disksTouched: [] });
      }),
    );
  });

  const DESTRUCTIVE = KINDS.filter((kind) => DEEDS[kind].destructive);

  it.each(DESTRUCTIVE)(
    "%s: asks the ledger first, and where that says no, nothing is written or asked for",
    async (kind) => {
      const hand = new FakeHand();
      const asked: unknown[] = [];
      const ledger: DestructionLedger = {
        admit: (deed) => {
          asked.push(deed);
          return { detail: "too many", remedy: "allow more" };
        },
        noteUnfinished: (deeds) => void asked.push(...deeds),
      };
      const error = await failureOf(act(running(undefined, ledger), hand, deedOf(hand, kind)));
      expect(asked).toEqual([EARLIER, { ...DESTROYS, host: "uuid-0", subject: "node-0" }]);
      expect(hand.done).toEqual([]);
      expect(error).toMatchObject({ code: "BLAST_RADIUS", failure: { failureClass: "config", disksTouched: [] } });
    },
  );

  it.each(KINDS)("%s: is not done where it does not say truly whether it destroys", async (kind) => {
    const hand = new FakeHand();
    const destroys = DEEDS[kind].destructive ? undefined : DESTROYS;
    await failureOf(act(running(), hand, deedOf(hand, kind, { destroys })));
    expect(hand.done).toEqual([]);
  });

  it("leaves no note where what allows it says no", async () => {
    const hand = new FakeHand();
    const allow = () => Promise.reject(new OperationStop({ failureClass: "config", detail: "d", remedy: "r" }));
    await failureOf(act(running(), hand, deedOf(hand, "install", { allow })));
    expect(hand.done).toEqual(["write", "write"]);
    expect(hand.live?.deed).toBeUndefined();
  });

  it("waits for what is under way without asking, and takes its note off", async () => {
    const hand = new FakeHand({ ...OURS, deed: { kind: "install", disks: ["sda"], since: "then" } });
    await resume(running(), hand, deedOf(hand, "install"));
    expect(hand.done).toEqual(["settle", "write"]);
    expect(hand.live?.deed).toBeUndefined();
  });
});
