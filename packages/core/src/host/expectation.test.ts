import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ExpectedCount,
  type HardwareExpectation,
  unexpectedHardware,
  validateExpectation,
} from "./expectation.js";
import type { Hardware } from "./hardware.js";

const some = (length: number) => fc.array(fc.constant({}), { minLength: length, maxLength: length + 6 });

const servers: fc.Arbitrary<Hardware> = fc
  .record({
    cpus: fc.integer({ min: 1, max: 512 }),
    memory: fc.integer({ min: 10, max: 40_960 }),
    disks: some(1),
    nics: some(1),
    maker: fc.constantFrom("Dell Inc.", "HPE", "Supermicro"),
    serial: fc.stringMatching(/^[A-Z0-9]{4,12}$/),
  })
  .map(({ cpus, memory, disks, nics, maker, serial }) => ({
    source: "agent",
    cpu: { architecture: "x86_64", count: cpus },
    memoryGiB: memory / 10,
    storage: disks.map((_, index) => ({ name: `/dev/sd${index}`, sizeGiB: 1, sizeBytes: 2 ** 30 })),
    nics: nics.map((_, index) => ({ name: `eno${index}`, mac: `52:54:00:00:00:0${index}` })),
    vendor: { manufacturer: maker, productName: "R1", serialNumber: serial },
  }));

const fields = ["memoryGiB", "cpus", "disks", "nics"] as const;

function countsOf(hardware: Hardware): Record<(typeof fields)[number], number> {
  const { memoryGiB, cpu, storage, nics } = hardware;
  return { memoryGiB, cpus: cpu.count, disks: storage.length, nics: nics.length };
}

function asSeen(hardware: Hardware): HardwareExpectation {
  const { cpu, vendor } = hardware;
  const { manufacturer, productName, serialNumber } = vendor;
  return { ...countsOf(hardware), architecture: cpu.architecture, manufacturer, productName, serialNumber };
}

const fieldsOf = (expected: HardwareExpectation, hardware: Hardware) =>
  unexpectedHardware(expected, hardware).map(({ field }) => field);

describe("the hardware that a host is expected to have", () => {
  it("is what was found: whatever is found is expected, whatever is not given is not checked", () => {
    fc.assert(
      fc.property(servers, fc.subarray(Object.keys(asSeen(sample))), (hardware, kept) => {
        const whole = asSeen(hardware);
        const part = Object.fromEntries(Object.entries(whole).filter(([field]) => kept.includes(field)));
        expect(unexpectedHardware(whole, hardware)).toEqual([]);
        expect(unexpectedHardware(part, hardware)).toEqual([]);
        expect(validateExpectation(whole, {})).toEqual([]);
      }),
    );
  });

  it("is missed in exactly the fields that differ, upwards and downwards", () => {
    fc.assert(
      fc.property(servers, fc.subarray([...fields]), fc.constantFrom(1, -1), (hardware, wrong, by) => {
        const counts = countsOf(hardware);
        const expected = Object.fromEntries(
          fields.map((field) => [field, wrong.includes(field) ? counts[field] + by : counts[field]]),
        );
        expect(fieldsOf(expected, hardware)).toEqual(wrong.map((field) => `expect.${field}`));
      }),
    );
  });

  it("may be bounds, which count as well", () => {
    fc.assert(
      fc.property(servers, fc.constantFrom(...fields), fc.nat(3), fc.nat(3), (hardware, field, below, above) => {
        const found = countsOf(hardware)[field];
        const holds = (count: ExpectedCount) => fieldsOf({ [field]: count }, hardware).length === 0;
        expect(holds({ min: found - below })).toBe(true);
        expect(holds({ max: found + above })).toBe(true);
        expect(holds({ min: found - below, max: found + above })).toBe(true);
        expect(holds({ min: found + below + 1 })).toBe(false);
        expect(holds({ max: found - below - 1 })).toBe(false);
      }),
    );
  });

  it("says both values; what the inventory does not say is not taken for expected", () => {
    const silent: Hardware = { ...sample, cpu: { architecture: "unknown", count: 0 }, memoryGiB: 0, vendor: {} };
    expect(unexpectedHardware({ memoryGiB: 128, serialNumber: "X1" }, sample).map(({ message }) => message)).toEqual([
      "is 128, and the host has 64.",
      "is `X1`, and the host has `SN1`.",
    ]);
    expect(
      unexpectedHardware({ memoryGiB: { min: 1, max: 2 }, cpus: 2, architecture: "x86_64" }, silent).map(
        ({ field, message }) => `${field} ${message}`,
      ),
    ).toEqual([
      "expect.memoryGiB is at least 1 and at most 2, and the inventory does not say it.",
      "expect.cpus is 2, and the inventory does not say it.",
      "expect.architecture is `x86_64`, and the inventory does not say it.",
    ]);
  });

  it("may name NICs, however they are written", () => {
    expect(unexpectedHardware({ macs: ["52-54-00-00-00-01"] }, sample)).toEqual([]);
    expect(unexpectedHardware({ macs: ["52:54:00:00:00:01", "52:54:00:00:00:02"] }, sample)).toMatchObject([
      { field: "expect.macs", message: "has 52:54:00:00:00:02, and the host has 52:54:00:00:00:01." },
    ]);
  });

  it.each<[unknown, string]>([
    ["64", "expect is not an object."],
    [{ memory: 64 }, "expect.memory is not a known field."],
    [{ memoryGiB: "64" }, "expect.memoryGiB is neither a number above 0 nor bounds."],
    [{ disks: 0 }, "expect.disks is neither a number above 0 nor bounds."],
    [{ disks: {} }, "expect.disks has bounds that are not numbers above 0."],
    [{ disks: { min: 3, max: 2 } }, "expect.disks has a `min` above its `max`."],
    [{ disks: { minimum: 3 } }, "expect.disks.minimum is not a known field."],
    [{ macs: "52:54:00:00:00:01" }, "expect.macs is not a list."],
    [{ macs: ["52:54"] }, "expect.macs[0] is not a MAC address."],
    [{ manufacturer: 7 }, "expect.manufacturer is not text."],
  ])("%j: %s", (expected, said) => {
    expect(validateExpectation(expected, {}).map(({ field, message }) => `${field} ${message}`)).toEqual([said]);
  });
});

const sample: Hardware = {
  source: "agent",
  cpu: { architecture: "x86_64", count: 16 },
  memoryGiB: 64,
  storage: [{ name: "/dev/sda", sizeGiB: 1, sizeBytes: 2 ** 30 }],
  nics: [{ name: "eno1", mac: "52:54:00:00:00:01" }],
  vendor: { manufacturer: "Example", productName: "R1", serialNumber: "SN1" },
};
