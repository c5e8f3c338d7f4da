import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Ledger } from "./ledger.js";

it("keeps entries in the order in which they began, with what they came to", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
  const file = join(folder, "ledger.jsonl");
  const ledger = new Ledger(file);
  const done = ledger.begin({ host: "node-0", kind: "write", disk: "/dev/sda", reason: "image" });
  ledger.add({ host: "node-0", kind: "power", reason: "power off" });
  expect(ledger.entries().map((entry) => [entry.kind, entry.bytes])).toEqual([
    ["write", 0],
    ["power", undefined],
  ]);
  done(512);
  expect(ledger.entries()[0]).toMatchObject({ disk: "/dev/sda", bytes: 512 });
  const lines = (await readFile(file, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).kind);
  expect(lines).toEqual(["power", "write"]);
  await rm(folder, { recursive: true });
});

it("gives copies away", () => {
  const ledger = new Ledger();
  ledger.add({ host: "node-0", kind: "boot", reason: "from disk" });
  Object.assign(ledger.entries()[0] ?? {}, { host: "other" });
  expect(ledger.entries()[0]?.host).toBe("node-0");
});
