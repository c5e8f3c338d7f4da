import type { Deed as DestructiveDeed, OperationError, UnfinishedDeed } from "@ironworks/core";
import { OperationStop } from "../operationStop.js";
import type { DeedRecord } from "../record/deedRecord.js";
import type { HostRecord } from "../record/hostRecord.js";
import { copyOf, type RunningOperation } from "../runningOperation.js";
import { type DeedKind, deedEffect } from "./deeds.js";

/**
 * A server in the hands of one operation, as its route keeps it: what the gate needs of a route.
 *
 * @typeParam Change - How the route writes changes of its record, e.g. a JSON patch.
 */
export interface Hand<Change> {
  /** Opaque id of the server in its route. */
  readonly uuid: string;
  /** Our record as last seen; undefined where there is none. */
  readonly record: HostRecord | undefined;
  /** The record was read, or answered a write of ours, since the last wait ended. */
  readonly isFresh: boolean;
  /** Reads the server's record anew. */
  read(): Promise<void>;
  /** Writes in one call; afterwards the record is what the answer said. */
  write(change: readonly Change[]): Promise<void>;
  /** Whether nothing has come of a call that failed so, for certain. */
  isRefusal(error: unknown): boolean;
  /** Puts a deed on the record. */
  stamped(deed: DeedRecord): readonly Change[];
  /** Takes a deed off the record. */
  unstamped(): readonly Change[];
  /** Destructive deeds on servers of the same owner that were begun and not seen to end. Asked before a destructive one. */
  unfinished(): Promise<readonly UnfinishedDeed[]>;
  /** Takes the route's own protection off, where it is on. */
  unprotected(): readonly Change[];
}

/** How a deed ended, as the route shows it. */
export interface DeedEnd<Change> {
  /** Absent where it ended well. */
  readonly failure?: Error | undefined;
  /** It failed, and it is proved that no disk was written. */
  readonly isUntouched?: boolean | undefined;
  /** To be written in the same call that takes the deed off the record. */
  readonly change?: readonly Change[] | undefined;
}

/** Something to be done with a server. */
export interface Deed<Change, End extends DeedEnd<Change>> {
  /** What, of {@link DEEDS}. */
  readonly kind: DeedKind;
  /** Kernel names of the disks that it may write. */
  readonly disks?: readonly string[] | undefined;
  /** What it destroys, for the ledger; of every kind that is destructive. */
  readonly destroys?: Destruction | undefined;
  /** To be written in the same call that puts the deed on the record. */
  readonly begin?: readonly Change[] | undefined;
  /** Incarnation of the machine's claim once `begin` is written. Default: the one that there is. */
  readonly claim?: string | undefined;
  /** Throws where the server as it is now forbids the deed for a reason of its own. */
  readonly allow?: (() => Promise<void> | void) | undefined;
  /** Asks the route for it. Returns when it has been taken on. */
  readonly ask: () => Promise<void>;
  /** Waits for the end. Throws where the end is not known. */
  readonly settle: () => Promise<End>;
}

/** What a deed destroys, on which disks, and what asks for it. */
export type Destruction = Omit<DestructiveDeed, "host" | "subject">;

/** Whose hands a server is in. */
interface Hands {
  readonly owner: string | undefined;
  readonly incarnation: string | undefined;
  readonly claim: string | undefined;
}

/**
 * The one gate. Whatever may power, clean, write or undeploy a server goes through here. The record that the decision was
 * made on is compared with one that was read, or that answered a write, after the decision: where it changed hands, nothing
 * is done. The ledger is asked, the deed is written down until it is known to have ended, the route's protection comes off,
 * and every error says which disks may have been written. Nothing else does any of that.
 */
export function act<Change, End extends DeedEnd<Change>>(
  running: RunningOperation,
  hand: Hand<Change>,
  deed: Deed<Change, End>,
): Promise<End> {
  const { phase } = deedEffect(deed.kind);
  return running.attempt({ phase }, async () => {
    await begin(running, hand, deed);
    try {
      await deed.ask();
    } catch (error) {
      if (!hand.isRefusal(error)) {
        throw touched(running.placed(error, phase), deed);
      }
      await tryWrite(hand, takenOff(hand, deed));
      throw error;
    }
    return end(running, hand, deed);
  });
}

/** Waits for the end of a deed that was asked for before, by whomever, as {@link act} does. */
export function resume<Change, End extends DeedEnd<Change>>(
  running: RunningOperation,
  hand: Hand<Change>,
  deed: Ending<Change, End>,
): Promise<End> {
  const { phase } = deedEffect(deed.kind);
  return running.attempt({ phase }, () => end(running, hand, deed));
}

async function requireAdmitted<Change, End extends DeedEnd<Change>>(
  { ledger, subject }: RunningOperation,
  hand: Hand<Change>,
  { kind, destroys }: Deed<Change, End>,
): Promise<void> {
  if ((deedEffect(kind).destructive === undefined) !== (destroys === undefined)) {
    throw new Error(`the deed \`${kind}\` does not say truly what it destroys`);
  }
  if (!destroys || !ledger) {
    return;
  }
  ledger.noteUnfinished(await hand.unfinished());
  const refusal = ledger.admit({ ...destroys, host: hand.uuid, subject });
  if (refusal) {
    const { detail, remedy } = refusal;
    throw new OperationStop({
      failureClass: "config",
      detail: `${detail}; nothing was done to this one`,
      remedy,
      code: "BLAST_RADIUS",
    });
  }
}

/** What of a deed is needed to wait for its end. */
export type Ending<Change, End extends DeedEnd<Change>> = Pick<Deed<Change, End>, "kind" | "disks" | "settle">;

async function begin<Change, End extends DeedEnd<Change>>(
  running: RunningOperation,
  hand: Hand<Change>,
  deed: Deed<Change, End>,
): Promise<void> {
  const { phase, stamped } = deedEffect(deed.kind);
  const { kind, disks = [] } = deed;
  const before = handsOf(hand.record);
  running.throwIfCancelled(phase);
  await requireAdmitted(running, hand, deed);
  const since = new Date(running.clock.now()).toISOString();
  const change = [
    ...(deed.begin ?? []),
    ...(stamped && hand.record ? hand.stamped({ kind, disks, since }) : []),
    ...(stamped || kind === "remove" ? hand.unprotected() : []),
  ];
  if (change.length > 0) {
    await hand.write(change);
  } else if (!hand.isFresh) {
    await hand.read();
  }
  try {
    requireSameHands({ ...before, ...(deed.claim !== undefined && { claim: deed.claim }) }, handsOf(hand.record));
    await deed.allow?.();
    running.throwIfCancelled(phase);
  } catch (error) {
    await tryWrite(hand, takenOff(hand, deed));
    throw error;
  }
}

async function end<Change, End extends DeedEnd<Change>>(
  running: RunningOperation,
  hand: Hand<Change>,
  deed: Ending<Change, End>,
): Promise<End> {
  const { phase } = deedEffect(deed.kind);
  const before = handsOf(hand.record);
  const ended = await touching(running, deed, deed.settle);
  const isOurs = isSame(before, handsOf(hand.record));
  const change = isOurs ? [...takenOff(hand, deed), ...(ended.change ?? [])] : [];
  if (ended.failure !== undefined) {
    await tryWrite(hand, change);
    const failure = running.placed(ended.failure, phase);
    throw ended.isUntouched ? failure : touched(failure, deed);
  }
  if (change.length > 0) {
    await touching(running, deed, () => hand.write(change));
  }
  return ended;
}

async function touching<Change, End extends DeedEnd<Change>, Result>(
  running: RunningOperation,
  deed: Ending<Change, End>,
  body: () => Promise<Result>,
): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw touched(running.placed(error, deedEffect(deed.kind).phase), deed);
  }
}

function takenOff<Change>(hand: Hand<Change>, { kind }: { readonly kind: DeedKind }): readonly Change[] {
  return deedEffect(kind).stamped && hand.record?.deed ? hand.unstamped() : [];
}

/** For what the next run makes good: where the route refuses it, it is left undone. */
async function tryWrite<Change>(hand: Hand<Change>, change: readonly Change[]): Promise<void> {
  if (change.length === 0) {
    return;
  }
  try {
    await hand.write(change);
  } catch {
    // The failure that led here is what matters.
  }
}

/** The only place where an error learns which disks may have been written. */
function touched(
  error: OperationError,
  { disks = [] }: { readonly disks?: readonly string[] | undefined },
): OperationError {
  return disks.length === 0 || error.failure.disksTouched.length > 0 ? error : copyOf(error, { disksTouched: disks });
}

function handsOf(record: HostRecord | undefined): Hands {
  const { owner, incarnation, machine } = record ?? {};
  return { owner, incarnation, claim: machine?.incarnation };
}

function isSame(a: Hands, b: Hands): boolean {
  return a.owner === b.owner && a.incarnation === b.incarnation && a.claim === b.claim;
}

function requireSameHands(expected: Hands, live: Hands): void {
  if (isSame(expected, live)) {
    return;
  }
  throw new OperationStop({
    failureClass: "transient",
    detail: "the server changed hands between the decision and the deed, so nothing was done",
    remedy: "run again: it decides anew, from what is there",
  });
}
