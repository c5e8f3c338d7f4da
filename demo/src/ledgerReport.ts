import type { LabHost, LedgerEntry } from "@ironworks/lab";

export interface DiskWrites {
  readonly host: string;
  readonly disk: string;
  readonly expected: number;
  readonly seen: number;
}

/** What was written and erased on each disk beside what the run was meant to write. An erase counts as a write. */
export function compareWrites(
  hosts: readonly LabHost[],
  ledger: readonly LedgerEntry[],
  expected: ReadonlyMap<string, number>,
): DiskWrites[] {
  return hosts.flatMap((host) =>
    host.disks.map((disk) => ({
      host: host.name,
      disk: disk.name,
      expected: expected.get(diskKey(host.name, disk.name)) ?? 0,
      seen: ledger.filter(
        (entry) =>
          entry.host === host.name && entry.disk === disk.name && (entry.kind === "write" || entry.kind === "erase"),
      ).length,
    })),
  );
}

export function diskKey(host: string, disk: string): string {
  return `${host} ${disk}`;
}
