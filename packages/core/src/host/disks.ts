import { IronworksError } from "../error.js";
import { nearestOf } from "../text.js";
import { formatDisks, formatGiB } from "./diskTable.js";
import type { Disk, DiskField, DiskType, Hardware } from "./hardware.js";
import { isRotational } from "./rootDeviceHints.js";
import { pinDisk, type RootDisk } from "./rootDisk.js";

/** What a disk must be. All given criteria must hold; text compares without case. */
export interface DiskQuery {
  /** Kind of disk. */
  readonly type?: DiskType | undefined;
  /** At least; GiB. */
  readonly minSizeGiB?: number | undefined;
  /** At most; GiB. */
  readonly maxSizeGiB?: number | undefined;
  /** Serial number, whole. */
  readonly serial?: string | undefined;
  /** World wide name, whole, with its `0x`. */
  readonly wwn?: string | undefined;
  /** Contained in the model. */
  readonly model?: string | undefined;
  /** Contained in the vendor. */
  readonly vendor?: string | undefined;
  /** Whether it spins. */
  readonly rotational?: boolean | undefined;
  /** SCSI address, e.g. `0:0:0:0`. */
  readonly hctl?: string | undefined;
}

/** A choice of a disk that is not exactly one. The message lists every disk and why it was in or out. */
export class DiskChoiceError extends IronworksError {
  /** Stable across releases. */
  override readonly code = "DISK_CHOICE";
}

interface Candidate {
  readonly disk: Disk;
  /** Why it is out; empty while it is in. */
  readonly reasons: readonly string[];
}

/**
 * The disks of one inspected host, as a program chooses among them. Every choice is exactly one disk or an error.
 *
 * @example
 * ```ts
 * rootDisk: (disks) => disks.only({ type: "NVME", minSizeGiB: 400 });
 * rootDisk: (disks) => disks.where({ type: "SSD" }).smallest();
 * ```
 */
export class Disks {
  readonly #candidates: readonly Candidate[];
  readonly #omitted: readonly DiskField[];

  private constructor(candidates: readonly Candidate[], omitted: readonly DiskField[]) {
    this.#candidates = candidates;
    this.#omitted = omitted;
  }

  /** All disks of this hardware. */
  static of(hardware: Pick<Hardware, "storage" | "omitted">): Disks {
    return new Disks(
      hardware.storage.map((disk) => ({ disk, reasons: [] })),
      hardware.omitted ?? [],
    );
  }

  /** Those that are still in. */
  get all(): readonly Disk[] {
    return this.#candidates.filter(({ reasons }) => reasons.length === 0).map(({ disk }) => disk);
  }

  /**
   * The disks that also meet these criteria.
   *
   * @throws DiskChoiceError where a criterion is not known, or the stored inventory leaves its field out.
   */
  where(query: DiskQuery): Disks {
    const criteria = this.#criteriaOf(query);
    const candidates = this.#candidates.map(({ disk, reasons }) => ({
      disk,
      reasons: [...reasons, ...criteria.flatMap((criterion) => criterion(disk) ?? [])],
    }));
    return new Disks(candidates, this.#omitted);
  }

  /**
   * The one disk that meets these criteria.
   *
   * @throws DiskChoiceError where none or several meet them, or nothing but its kernel name distinguishes the disk.
   */
  only(query: DiskQuery = {}): RootDisk {
    const left = this.where(query);
    const [disk, ...more] = left.all;
    if (disk === undefined) {
      throw left.#error("no disk is left, and exactly one must be");
    }
    if (more.length > 0) {
      throw left.#error(`${more.length + 1} disks are left, and exactly one must be`);
    }
    return left.#pin(disk);
  }

  /**
   * The one smallest disk that meets these criteria.
   *
   * @throws DiskChoiceError where two are the smallest, and for what {@link Disks.only} throws.
   */
  smallest(query: DiskQuery = {}): RootDisk {
    return this.#extreme(query, "smallest", (a, b) => a.sizeBytes - b.sizeBytes);
  }

  /**
   * The one largest disk that meets these criteria.
   *
   * @throws DiskChoiceError where two are the largest, and for what {@link Disks.only} throws.
   */
  largest(query: DiskQuery = {}): RootDisk {
    return this.#extreme(query, "largest", (a, b) => b.sizeBytes - a.sizeBytes);
  }

  #extreme(query: DiskQuery, word: string, order: (a: Disk, b: Disk) => number): RootDisk {
    const left = this.where(query);
    const [disk, next] = left.all.toSorted(order);
    if (disk === undefined) {
      throw left.#error("no disk is left, and exactly one must be");
    }
    if (next !== undefined && next.sizeBytes === disk.sizeBytes) {
      throw left.#error(`several disks are the ${word}, with ${formatGiB(disk.sizeBytes)}`);
    }
    return left.#pin(disk);
  }

  #pin(disk: Disk): RootDisk {
    const pinned = pinDisk(
      disk,
      this.#candidates.map((candidate) => candidate.disk),
    );
    if (!pinned.ok) {
      throw new DiskChoiceError(`The host ${pinned.error.message}\nnext: ${pinned.error.remedy}`);
    }
    return pinned.value;
  }

  #error(message: string): DiskChoiceError {
    const rows = this.#candidates.map(({ disk, reasons }) => ({
      disk,
      remark: reasons.length === 0 ? "in" : `out: ${reasons.join("; ")}`,
    }));
    const table = rows.length === 0 ? "  (the inventory lists no disk)" : formatDisks(rows);
    return new DiskChoiceError(
      `Of the host's disks ${message}:\n${table}\nnext: name the disk by \`serial\` or \`wwn\`, or change the criteria`,
    );
  }

  #criteriaOf(query: DiskQuery): readonly Criterion[] {
    return Object.entries(query).flatMap(([key, wanted]) => {
      if (wanted === undefined) {
        return [];
      }
      const known = Object.hasOwn(CRITERIA, key) ? CRITERIA[key as keyof DiskQuery] : undefined;
      if (!known) {
        throw unknownCriterion(key);
      }
      if (!known.accepts(wanted)) {
        throw new DiskChoiceError(`\`${key}\` must be ${known.kind}.`);
      }
      const field = this.#omitted.find((name) => name === key);
      if (field && field !== "rotational") {
        throw new DiskChoiceError(
          `\`${key}\` cannot be asked for: this host has many disks, and its inventory leaves \`${key}\` out. ` +
            "next: name the disk by `serial`, `wwn`, `type` or size",
        );
      }
      return [(disk: Disk) => known.mismatch(disk, wanted)];
    });
  }
}

type Criterion = (disk: Disk) => string | undefined;

interface Kind {
  readonly kind: string;
  readonly accepts: (wanted: unknown) => boolean;
  readonly mismatch: (disk: Disk, wanted: unknown) => string | undefined;
}

const DISK_TYPES: readonly DiskType[] = ["HDD", "SSD", "NVME"];

const CRITERIA: Readonly<Record<keyof DiskQuery, Kind>> = {
  type: {
    kind: `one of ${DISK_TYPES.join(", ")}`,
    accepts: (wanted) => DISK_TYPES.some((type) => type === wanted),
    mismatch: (disk, wanted) => (disk.type === wanted ? undefined : `type is ${disk.type ?? "unknown"}`),
  },
  minSizeGiB: size("smaller", (gib, wanted) => gib >= wanted),
  maxSizeGiB: size("larger", (gib, wanted) => gib <= wanted),
  serial: text("serial", (value, wanted) => value === wanted),
  wwn: text("wwn", (value, wanted) => value === wanted),
  model: text("model", (value, wanted) => value.includes(wanted)),
  vendor: text("vendor", (value, wanted) => value.includes(wanted)),
  rotational: {
    kind: "true or false",
    accepts: (wanted) => typeof wanted === "boolean",
    mismatch: (disk, wanted) => {
      const rotational = isRotational(disk);
      if (rotational === wanted) {
        return undefined;
      }
      return rotational === undefined ? "rotational is unknown" : `is ${rotational ? "" : "not "}rotational`;
    },
  },
  hctl: text("hctl", (value, wanted) => value === wanted),
};

function size(word: string, holds: (gib: number, wanted: number) => boolean): Kind {
  return {
    kind: "a number of GiB",
    accepts: (wanted) => typeof wanted === "number" && Number.isFinite(wanted) && wanted >= 0,
    mismatch: (disk, wanted) =>
      holds(disk.sizeBytes / 2 ** 30, Number(wanted)) ? undefined : `is ${word} than ${wanted} GiB`,
  };
}

function text(
  field: "serial" | "wwn" | "model" | "vendor" | "hctl",
  holds: (value: string, wanted: string) => boolean,
): Kind {
  return {
    kind: "text that is not empty",
    accepts: (wanted) => typeof wanted === "string" && wanted.trim() !== "",
    mismatch: (disk, wanted) => {
      const value = disk[field];
      if (value === undefined) {
        return `has no ${field}`;
      }
      const same = holds(value.trim().toLowerCase(), String(wanted).trim().toLowerCase());
      return same ? undefined : `${field} is ${value}`;
    },
  };
}

function unknownCriterion(key: string): DiskChoiceError {
  const names = Object.keys(CRITERIA);
  const nearest = nearestOf(key, names);
  const suggestion = nearest ? ` Did you mean \`${nearest}\`?` : "";
  return new DiskChoiceError(`\`${key}\` is not a criterion for disks.${suggestion} Known: ${names.join(", ")}.`);
}
