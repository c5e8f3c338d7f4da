import { type FailureClass, formatSeconds } from "@ironworks/core";
import { type Clock, type Observer, systemClock, type Watch } from "@ironworks/driver";
import { IronicError } from "./api/ironicError.js";
import type { NodeSummary } from "./api/node.js";

/** How soon and how often a waiter wants to look, in milliseconds. */
export interface Pace {
  /** From the request until a first look can pay. */
  readonly firstMs: number;
  /** Longest pause while nothing moves. */
  readonly slowestMs: number;
}

/** What a list showed of one node; undefined: Ironic does not know it. */
export type Sighting = NodeSummary | undefined;

interface Waiter {
  readonly uuid: string;
  readonly pace: Pace;
  readonly observer: Observer<Sighting>;
  /** Lists that were requested earlier do not count for it. */
  due: number;
  pause: number;
  last: string | undefined;
}

const FASTEST_MS = 1_000;
/** Each further waiter stretches the shortest pause by this: the more wait, the more one list can serve. */
const CROWD_MS = 150;
const FASTEST_IN_A_CROWD_MS = 2_500;
const GROWTH = 1.5;
/** A list may take this share of the time between lists, so that a large endpoint is not kept busy by polling. */
const LOAD_SHARE = 0.2;
/** After however slow a list: that one was slow says little of the next. */
const LONGEST_REST_MS = 30_000;
/** After this long without an answer waiting ends; a restart of Ironic takes about ten seconds. */
const ENDPOINT_LOST_MS = 300_000;
/** Classes of failure that a later list may see gone. */
const PASSING = new Set(["network", "transient", "unknown"]);
/**
 * So long an endpoint that has answered may turn its caller away: a reload of an ingress or of its users takes seconds, and
 * must not end an install of a thousand.
 */
const TURNED_AWAY_MS = 60_000;
/** What to look for, by class, where an endpoint no longer accepts what it has accepted before. */
const TURNED_AWAY: Readonly<Partial<Record<FailureClass, string>>> = {
  credential:
    "find out what became of the account at the endpoint, correct the credentials, then run again: it goes on from there",
  config:
    "find out what answers there in the place of Ironic (ingress, proxy, address), then run again: it goes on from there",
};

/**
 * One list for all that wait at an endpoint. Runs only while somebody waits; each list goes to every waiter that was there
 * when it was requested, so that it cannot show a state older than the request that is waited for.
 */
export class NodePoller {
  readonly #list: () => Promise<readonly NodeSummary[]>;
  readonly #waiters = new Set<Waiter>();
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  #listing = false;
  #lastStart = Number.NEGATIVE_INFINITY;
  #lastTook = 0;
  #troubleSince: number | undefined;
  #turnedAwaySince: number | undefined;
  #hasAnswered = false;

  constructor(list: () => Promise<readonly NodeSummary[]>, clock: Clock = systemClock) {
    this.#list = list;
    this.#clock = clock;
  }

  /** Follows one node from the next list on. */
  watch(uuid: string, pace: Pace): Watch<Sighting> {
    return (observer) => {
      const pause = Math.max(FASTEST_MS, pace.firstMs);
      const waiter: Waiter = { uuid, pace, observer, due: this.#clock.now() + pace.firstMs, pause, last: undefined };
      this.#waiters.add(waiter);
      this.#schedule();
      return () => {
        this.#waiters.delete(waiter);
        this.#schedule();
      };
    };
  }

  #schedule(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#waiters.size === 0 || this.#listing) {
      return;
    }
    const crowd = Math.min(FASTEST_MS + CROWD_MS * (this.#waiters.size - 1), FASTEST_IN_A_CROWD_MS);
    const rest = Math.min(this.#lastTook / LOAD_SHARE - this.#lastTook, LONGEST_REST_MS);
    const earliest = this.#lastStart + Math.max(crowd, this.#lastTook + rest);
    const due = Math.min(...[...this.#waiters].map((waiter) => waiter.due));
    this.#cancel = this.#clock.after(Math.max(due, earliest) - this.#clock.now(), () => void this.#look());
  }

  async #look(): Promise<void> {
    const present = [...this.#waiters];
    this.#cancel = undefined;
    this.#listing = true;
    this.#lastStart = this.#clock.now();
    try {
      const nodes = new Map((await this.#list()).map((node) => [node.uuid, node]));
      this.#troubleSince = undefined;
      this.#turnedAwaySince = undefined;
      this.#hasAnswered = true;
      this.#done();
      for (const waiter of present) {
        if (this.#waiters.has(waiter)) {
          this.#show(waiter, nodes.get(waiter.uuid));
        }
      }
    } catch (error) {
      this.#done();
      this.#trouble(present, error);
    }
    this.#schedule();
  }

  #done(): void {
    this.#listing = false;
    this.#lastTook = this.#clock.now() - this.#lastStart;
  }

  #show(waiter: Waiter, node: Sighting): void {
    const seen = JSON.stringify(node);
    const moved = seen !== waiter.last;
    const { firstMs, slowestMs } = waiter.pace;
    waiter.pause = moved
      ? Math.max(FASTEST_MS, Math.min(firstMs, slowestMs))
      : Math.min(waiter.pause * GROWTH, slowestMs);
    waiter.last = seen;
    waiter.due = this.#clock.now() + waiter.pause;
    waiter.observer.next(node);
  }

  #trouble(waiters: readonly Waiter[], error: unknown): void {
    const now = this.#clock.now();
    const present = waiters.filter((waiter) => this.#waiters.has(waiter));
    this.#troubleSince ??= now;
    const passing = error instanceof IronicError && PASSING.has(error.failureClass);
    const odd = this.#oddAnswer(error, present[0]);
    const lasting = now - this.#troubleSince > ENDPOINT_LOST_MS || (odd?.lasting ?? false);
    for (const waiter of present) {
      if ((passing || odd) && !lasting && error instanceof IronicError) {
        waiter.pause = Math.min(Math.max(FASTEST_MS, waiter.pause * GROWTH), waiter.pace.slowestMs);
        waiter.due = now + waiter.pause;
        waiter.observer.trouble(error);
      } else {
        waiter.observer.fail(odd?.error ?? error);
      }
    }
  }

  /** An answer that would end every wait, of an endpoint that has answered well: said once, and passing for some time. */
  #oddAnswer(
    error: unknown,
    first: Waiter | undefined,
  ): { readonly error: IronicError; readonly lasting: boolean } | undefined {
    const remedy = error instanceof IronicError ? TURNED_AWAY[error.failureClass] : undefined;
    if (remedy === undefined || !this.#hasAnswered || !(error instanceof IronicError)) {
      this.#turnedAwaySince = undefined;
      return undefined;
    }
    const now = this.#clock.now();
    if (this.#turnedAwaySince === undefined) {
      this.#turnedAwaySince = now;
      const patience = formatSeconds(TURNED_AWAY_MS / 1000);
      first?.observer.warn?.(`${error.detail}, where it answered before; asking again for ${patience}`);
    }
    const since = now - this.#turnedAwaySince;
    const { code, detail, request, status } = error;
    const message = `${detail}, for ${formatSeconds(since / 1000)} now; it answered before`;
    return {
      error: new IronicError(code, { message, remedy, request, status }, { cause: error }),
      lasting: since > TURNED_AWAY_MS,
    };
  }
}
