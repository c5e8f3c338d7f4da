import { appendFileSync } from "node:fs";

/** `boot`: the ramdisk or a disk takes over after power on. */
export type LedgerKind = "write" | "erase" | "power" | "boot";

/** One thing that happened to a host's hardware. */
export interface LedgerEntry {
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly host: string;
  readonly kind: LedgerKind;
  /** Kernel name of the disk, e.g. `/dev/nvme0n1`. */
  readonly disk?: string | undefined;
  /** How many bytes were written or erased. */
  readonly bytes?: number | undefined;
  /** Why, for people: the step, the image, who asked. */
  readonly reason: string;
}

/** Every disk write, erase, power action and boot of a lab, in the order in which they began. */
export class Ledger {
  readonly #entries: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] }[] = [];
  readonly #file: string | undefined;

  /** @param file - Where each entry is also appended, as one line of JSON. */
  constructor(file?: string) {
    this.#file = file;
  }

  add(entry: Omit<LedgerEntry, "at">): void {
    this.#entries.push({ at: new Date().toISOString(), ...entry });
    this.#append(this.#entries.at(-1));
  }

  /** Enters a write that begins now; the returned function says how many bytes it came to, also when it failed. */
  begin(entry: Omit<LedgerEntry, "at" | "bytes">): (bytes: number) => void {
    const open: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] } = {
      at: new Date().toISOString(),
      ...entry,
      bytes: 0,
    };
    this.#entries.push(open);
    return (bytes) => {
      open.bytes = bytes;
      this.#append(open);
    };
  }

  entries(): LedgerEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  #append(entry: LedgerEntry | undefined): void {
    if (this.#file !== undefined && entry !== undefined) {
      appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
    }
  }
}
