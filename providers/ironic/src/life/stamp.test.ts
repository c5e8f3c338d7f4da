import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HostStamp, hostStampOf, type MachineStamp, written } from "./stamp.js";

const text = fc.string({ minLength: 1 });
const flag = fc.boolean();
const installed = fc.record({
  imageChecksum: fc.constant("sha256:00"),
  rootDisk: fc.record({ name: fc.constant("/dev/sda"), sizeGiB: fc.nat() }),
});
const machine: fc.Arbitrary<MachineStamp> = fc.record({
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
  releasing: flag,
});
const host: fc.Arbitrary<HostStamp> = fc.record({
  owner: text,
  hostId: text,
  incarnation: text,
  accepted: flag,
  detached: flag,
  automatedCleaningMode: fc.constantFrom("metadata" as const, undefined),
  machine: fc.option(machine, { nil: undefined }),
});

describe("the stamp on a node", () => {
  it("reads back as it was written, through JSON", () => {
    fc.assert(
      fc.property(host, (stamp) => {
        const extra = JSON.parse(JSON.stringify({ ironworks: written(stamp), other: 1 }));
        expect(hostStampOf({ extra })).toEqual(stamp);
      }),
    );
  });

  it("is none where anything that tells whose it is is missing or of another kind", () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        expect(() => hostStampOf({ extra: { ironworks: anything } })).not.toThrow();
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
      expect(hostStampOf({ extra: { ironworks: broken } })).toBeUndefined();
    }
  });
});
