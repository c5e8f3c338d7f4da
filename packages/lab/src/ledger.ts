import { appendFileSync } from "node:fs";

/** `write` and `erase` are of one disk. `power` is on or off. `boot`: the ramdisk or a disk is started after power on. */
export type LedgerKind = "write" | "erase" | "power" | "boot";

/** One thing that happened to a host's hardware. */
export interface LedgerEntry {
  /** When it began, ISO 8601. */
  readonly at: string;
  /** When a write or an erase ended, ISO 8601; absent while it goes on. */
  readonly ended?: string | undefined;
  /** Name of the host. */
  readonly host: string;
  /** What happened. */
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

  add(entry: Omit<LedgerEntry, "at" | "ended">): void {
    this.#entries.push({ at: new Date().toISOString(), ...entry });
    this.#append(this.#entries.at(-1));
  }

  /** Enters a write that begins now. Call the returned function at its end, also when it failed, with the bytes written. */
  begin(entry: Omit<LedgerEntry, "at" | "ended" | "bytes">): (bytes: number) => void {
    const open: { -readonly [K in keyof LedgerEntry]: LedgerEntry[K] } = {
      at: new Date().toISOString(),
      ...entry,
      bytes: 0,
    };
    this.#entries.push(open);
    return (bytes) => {
      open.bytes = bytes;
      open.ended = new Date().toISOString();
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
