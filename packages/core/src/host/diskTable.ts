import type { Disk } from "./hardware.js";

/** One disk of a list for people, with an optional remark. */
export interface DiskRow {
  readonly disk: Disk;
  readonly remark?: string | undefined;
}

/** Disks as an aligned table, one line each; for errors, previews and the command line. */
export function formatDisks(rows: readonly DiskRow[], indent = "  "): string {
  const cells = rows.map(({ disk, remark }) => [
    shortDiskName(disk.name),
    disk.type ?? "?",
    formatGiB(disk.sizeBytes),
    identityOf(disk),
    remark ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => `${indent}${line.trimEnd()}`)
    .join("\n");
}

/** `sda` for `/dev/sda`. */
export function shortDiskName(name: string): string {
  return name.replace(/^\/dev\//, "");
}

/** `447.1 GiB`. */
export function formatGiB(bytes: number): string {
  return `${(Math.floor((bytes / 2 ** 30) * 10) / 10).toFixed(1)} GiB`;
}

function identityOf(disk: Disk): string {
  if (disk.serial !== undefined) {
    return `serial ${disk.serial}`;
  }
  if (disk.wwn !== undefined) {
    return `wwn ${disk.wwn}`;
  }
  return disk.byPath ?? "no serial, no WWN";
}
