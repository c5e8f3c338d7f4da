import type { Deed, DeedRefusal, DestructionLedger, UnfinishedDeed } from "@ironworks/core";
import type { DestructiveLimit } from "./destructiveLimit.js";
import { deedText, exceededText } from "./ledgerText.js";

/** What the front end says of its own configuration. */
export interface LedgerWords {
  /** What the limit is called, e.g. `ironworks:maxDestructive`. */
  readonly limit: string;
  /** How to allow so many hosts, as a request: `` `pulumi config set ironworks:maxDestructive 4` ``. */
  readonly allow: (hosts: number) => string;
}

/**
 * The one count of everything destructive in a run: what its plan announced, what is done, and what earlier runs left
 * unfinished. A host counts once. A run that is known to exceed the limit begins nothing more; what was begun may go on.
 */
export class RunLedger implements DestructionLedger {
  readonly #limit: () => DestructiveLimit;
  readonly #words: LedgerWords;
  readonly #planned = new Map<string, Deed>();
  readonly #possible = new Map<string, Deed>();
  readonly #admitted = new Map<string, Deed>();
  readonly #refused = new Map<string, Deed>();
  readonly #unfinished = new Map<string, UnfinishedDeed>();

  /** @param limit - Read at each question; may throw where it is not configured well, and then nothing is admitted. */
  constructor(limit: () => DestructiveLimit, words: LedgerWords) {
    this.#limit = limit;
    this.#words = words;
  }

  /** What a change will do, before anything is done. Refused where the run as a whole would exceed the limit. */
  plan(deed: Deed): DeedRefusal | undefined {
    this.#planned.set(deed.host, deed);
    return this.#refusal();
  }

  /**
   * What a change may do, depending on values that are not known yet. It counts when it is done.
   *
   * @returns A sentence to show where that may exceed the limit.
   */
  planPossible(deed: Deed): string | undefined {
    this.#possible.set(deed.host, deed);
    const hosts = new Set([...this.#possible.keys(), ...this.#counted().keys()]);
    const limit = this.#limit();
    if (hosts.size <= limit.hosts) {
      return undefined;
    }
    return (
      `this run may destroy something on ${hosts.size} hosts, and \`${this.#words.limit}\` is ${limit.text}: ` +
      `what exceeds it will be refused. next: to allow it, ${this.#words.allow(hosts.size)}`
    );
  }

  /** Undefined where the deed may be done; it counts from then on. What was admitted once stays admitted. */
  admit(deed: Deed): DeedRefusal | undefined {
    if (this.#admitted.has(deed.host)) {
      return undefined;
    }
    const refusal = this.#refusal(deed);
    (refusal === undefined ? this.#admitted : this.#refused).set(deed.host, deed);
    return refusal;
  }

  /** Makes deeds of earlier runs count, until their own hosts take them up again. */
  noteUnfinished(deeds: readonly UnfinishedDeed[]): void {
    for (const deed of deeds) {
      this.#unfinished.set(deed.host, deed);
    }
  }

  /** The same ledger for one route, whose ids of hosts may be those of other servers in another route. */
  within(route: string): Pick<RunLedger, "plan" | "planPossible" | "admit" | "noteUnfinished"> {
    const named = <Each extends Deed>(deed: Each): Each => ({ ...deed, host: `${route}/${deed.host}` });
    return {
      plan: (deed) => this.plan(named(deed)),
      planPossible: (deed) => this.planPossible(named(deed)),
      admit: (deed) => this.admit(named(deed)),
      noteUnfinished: (deeds) => this.noteUnfinished(deeds.map(named)),
    };
  }

  #counted(): Map<string, Deed> {
    return new Map<string, Deed>([...this.#unfinished, ...this.#planned, ...this.#admitted]);
  }

  #refusal(deed?: Deed): DeedRefusal | undefined {
    const counted = this.#counted();
    if (deed !== undefined) {
      counted.set(deed.host, deed);
    }
    const limit = this.#limit();
    if (counted.size <= limit.hosts) {
      return undefined;
    }
    const wanted = new Map([...this.#refused, ...counted]);
    const texts = [...wanted].map(([host, each]) => {
      const before = this.#isOwn(host, deed) ? undefined : this.#unfinished.get(host);
      return deedText(each, before?.since);
    });
    return {
      detail: exceededText(texts, { limit: limit.text, name: this.#words.limit }),
      remedy: `to allow exactly that, ${this.#words.allow(wanted.size)}; else take it back for some of them`,
    };
  }

  #isOwn(host: string, deed: Deed | undefined): boolean {
    return deed?.host === host || this.#planned.has(host) || this.#admitted.has(host);
  }
}
