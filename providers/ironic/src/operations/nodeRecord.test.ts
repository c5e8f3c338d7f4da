import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asKept, type HostRecord, hostRecordOf, type MachineRecord } from "./nodeRecord.js";

const text = fc.string({ minLength: 1 });
const flag = fc.boolean();
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
  detached: flag,
  deprovisioning: flag,
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
  machine: fc.option(machine, { nil: undefined }),
});

describe("the record on a node", () => {
  it("reads back as it was written, through JSON", () => {
    fc.assert(
      fc.property(host, (record) => {
        const extra = JSON.parse(JSON.stringify({ ironworks: asKept(record), other: 1 }));
        expect(hostRecordOf({ extra })).toEqual(record);
      }),
    );
  });

  it("is none where anything that says whose it is is missing or of another kind", () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(() => hostRecordOf({ extra: { ironworks: anything } })).not.toThrow();
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
      expect(hostRecordOf({ extra: { ironworks: broken } })).toBeUndefined();
    }
  });
});
