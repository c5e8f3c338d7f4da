import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEEDS, type DeedKind } from "../gate/deeds.js";
import { type HostRecord, keptHostRecord, parseHostRecord, RECORD_VERSION } from "./hostRecord.js";
import type { MachineRecord } from "./machineRecord.js";

const text = fc.string({ minLength: 1 });
const flag = fc.boolean();
/** Without what JSON does not keep, such as -0. */
const throughJson = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));
/** Fields of a version that does not exist yet. */
const more = fc.option(fc.dictionary(fc.stringMatching(/^new[a-z]{1,6}$/), throughJson, { minKeys: 1 }), {
  nil: undefined,
});
const installed = fc.record({
  imageChecksum: fc.constant("sha256:00"),
  rootDisk: fc.record({ name: fc.constant("/dev/sda"), sizeGiB: fc.nat() }),
});
const machine: fc.Arbitrary<MachineRecord> = fc.record({
  owner: text,
  machineId: text,
  incarnation: text,
  instanceUuid: text,
  installed,
  firstInstall: flag,
  reinstall: fc.option(fc.record({ installed, before: fc.option(text), fromIntact: flag, keepsDisk: flag }), {
    nil: undefined,
  }),
  intactAt: fc.option(text, { nil: undefined }),
  kept: fc.option(fc.array(fc.record({ serial: text })), { nil: undefined }),
  detached: flag,
  deprovisioning: flag,
  more,
});
const host: fc.Arbitrary<HostRecord> = fc.record({
  owner: text,
  hostId: text,
  incarnation: text,
  accepted: flag,
  leftOn: flag,
  asFound: flag,
  detached: flag,
  automatedCleaningMode: fc.constantFrom("metadata" as const, undefined),
  version: fc.constantFrom(1, 2, 7),
  deed: fc.option(
    fc.record({
      kind: fc.constantFrom(...Object.keys(DEEDS)) as fc.Arbitrary<DeedKind>,
      disks: fc.array(text),
      since: text,
    }),
    { nil: undefined },
  ),
  machine: fc.option(machine, { nil: undefined }),
  more,
});

describe("the record on a node", () => {
  it("reads back as it was written, through JSON", () => {
    fc.assert(
      fc.property(host, (record) => {
        expect(parseHostRecord(JSON.parse(JSON.stringify(keptHostRecord(record))))).toEqual(record);
      }),
    );
  });

  it("keeps what a newer version wrote, when this one writes whose it is", () => {
    const newer = { owner: "a/b/c", hostId: "n", incarnation: "i", version: 9, rack: { u: 17 } };
    const read = parseHostRecord(newer);
    expect(read && keptHostRecord({ ...read, owner: "d/e/f" })).toEqual({ ...newer, owner: "d/e/f" });
  });

  it("has a version, also where none was written before", () => {
    const read = parseHostRecord({ owner: "a/b/c", hostId: "n", incarnation: "i" });
    expect(read && keptHostRecord(read).version).toBe(RECORD_VERSION);
  });

  it("is none where anything that says whose it is is missing or of another kind", () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(() => parseHostRecord(anything)).not.toThrow();
      }),
    );
    for (const broken of [
      undefined,
      null,
      "x",
      [],
      {},
      { owner: "a", hostId: "b" },
      { owner: 1, hostId: "b", incarnation: "c" },
    ]) {
      expect(parseHostRecord(broken)).toBeUndefined();
    }
  });
});
