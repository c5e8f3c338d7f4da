import type { LabHost, LedgerEntry } from "@ironworks/lab";
import { expect, it } from "vitest";
import { compareWrites, diskKey } from "./ledgerReport.js";

const hosts = [{ name: "node-0", disks: [{ name: "/dev/sda" }, { name: "/dev/sdb" }] }] as unknown as LabHost[];

it("counts writes and erases of each disk, and no power actions or other hosts' writes", () => {
  const entry = (kind: LedgerEntry["kind"], host: string, disk?: string): LedgerEntry =>
    ({ at: "", kind, host, disk, reason: "" }) as LedgerEntry;
  const ledger = [
    entry("write", "node-0", "/dev/sda"),
    entry("erase", "node-0", "/dev/sda"),
    entry("power", "node-0"),
    entry("write", "node-1", "/dev/sdb"),
  ];
  expect(compareWrites(hosts, ledger, new Map([[diskKey("node-0", "/dev/sda"), 1]]))).toEqual([
    { host: "node-0", disk: "/dev/sda", expected: 1, seen: 2 },
    { host: "node-0", disk: "/dev/sdb", expected: 0, seen: 0 },
  ]);
});
