import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseRootDisk, type DiskChoice } from "./diskChoice.js";
import type { Disk, Hardware } from "./hardware.js";
import { explainRootDevice } from "./rootDeviceHints.js";
import { describeRootDisk, isSameRootDisk, type RootDisk, rootDeviceFor } from "./rootDisk.js";

const GIB = 2 ** 30;

function hardware(storage: readonly Disk[], more: Partial<Hardware> = {}): Hardware {
  return {
    source: "agent",
    cpu: { architecture: "x86_64", count: 8 },
    memoryGiB: 64,
    storage,
    nics: [],
    vendor: {},
    ...more,
  };
}

const sda: Disk = { name: "/dev/sda", sizeGiB: 100, sizeBytes: 100 * GIB, serial: "WD-A1", wwn: "0x5000a1" };
const sdb: Disk = { name: "/dev/sdb", sizeGiB: 200, sizeBytes: 200 * GIB, serial: "WD-B2", vendor: "ATA" };
const vda: Disk = { name: "/dev/vda", sizeGiB: 50, sizeBytes: 50 * GIB, byPath: "/dev/disk/by-path/virtio-1" };
const seen = hardware([sda, sdb, vda]);
const unseen = hardware(
  [
    { name: "Bay 1", sizeGiB: 100, sizeBytes: 100 * GIB },
    { name: "Bay 2", sizeGiB: 200, sizeBytes: 200 * GIB },
  ],
  { source: "redfish" },
);

function chosen(choice: DiskChoice): RootDisk {
  const result = chooseRootDisk(choice);
  if (!result.ok) {
    throw new Error(result.error.message);
  }
  return result.value;
}

function refused(choice: DiskChoice): string {
  const result = chooseRootDisk(choice);
  if (result.ok) {
    throw new Error(`chose ${result.value.name}`);
  }
  return `${result.error.message}\n${result.error.remedy}`;
}

describe("by hints", () => {
  it("exactly one, pinned", () => {
    expect(chosen({ hardware: seen, rootDeviceHints: { minSizeGigabytes: 150 } })).toEqual({
      name: "/dev/sdb",
      serial: "WD-B2",
      sizeGiB: 200,
    });
    expect(chosen({ hardware: seen, rootDeviceHints: { deviceName: "/dev/disk/by-path/virtio-1" } })).toEqual({
      name: "/dev/vda",
      byPath: "/dev/disk/by-path/virtio-1",
      sizeGiB: 50,
    });
  });

  it("the only disk needs none", () => {
    expect(chosen({ hardware: hardware([sda]) }).serial).toBe("WD-A1");
  });

  it("none or several stop and list the disks", () => {
    expect(refused({ hardware: seen, rootDeviceHints: { serialNumber: "ZZ" } })).toMatch(
      /0 of its 3 disks match.*\n.*sda.*out: serial `WD-A1` is not `s== ZZ`\n.*sdb.*\n.*vda.*has no serial/,
    );
    expect(refused({ hardware: seen, rootDeviceHints: { minSizeGigabytes: 60 } })).toMatch(
      /2 of its 3 disks match.*\n.*sda.*in\n.*sdb.*in\n.*vda.*out/,
    );
    expect(refused({ hardware: seen })).toMatch(/no hint which disk to use; 3 of its 3/);
    expect(refused({ hardware: seen, rootDeviceHints: {} })).toMatch(/no hint which disk/);
    expect(refused({ hardware: hardware([]) })).toMatch(/no disk in its inventory/);
    expect(refused({ hardware: undefined })).toMatch(/not been inspected/);
  });

  it("a hint on a field that the inventory leaves out stops", () => {
    const big = { hardware: hardware([sda, sdb], { omitted: ["vendor", "byPath"] }) };
    expect(refused({ ...big, rootDeviceHints: { vendor: "s!= ATA" } })).toMatch(/cannot choose by `vendor`/);
    expect(refused({ ...big, rootDeviceHints: { deviceName: "/dev/disk/by-path/x" } })).toMatch(/`deviceName`/);
    expect(chosen({ ...big, rootDeviceHints: { deviceName: "/dev/sdb" } }).serial).toBe("WD-B2");
  });
});

describe("by a disk of the program", () => {
  const rootDisk: RootDisk = { name: "/dev/sdq", serial: "wd-a1", wwn: "0x5000a1", sizeGiB: 100 };

  it("found again under whatever name it has now", () => {
    expect(chosen({ hardware: seen, rootDisk })).toEqual({
      name: "/dev/sda",
      serial: "WD-A1",
      wwn: "0x5000a1",
      sizeGiB: 100,
    });
  });

  it("gone, half right or doubled: stops", () => {
    expect(refused({ hardware: seen, rootDisk: { ...rootDisk, serial: "WD-OLD" } })).toMatch(
      /no longer has its root disk sdq \(serial WD-OLD, 100 GiB\):\n.*sda/,
    );
    expect(refused({ hardware: seen, rootDisk: { ...rootDisk, wwn: "0x5000ff" } })).toMatch(/no longer has/);
    const twins = hardware([sda, { ...sda, name: "/dev/sdb" }]);
    expect(refused({ hardware: twins, rootDisk })).toMatch(/2 disks that answer/);
  });

  it("a kernel name does not identify a disk", () => {
    expect(refused({ hardware: seen, rootDisk: { name: "/dev/sda", sizeGiB: 100 } })).toMatch(/kernel names move/);
  });

  it("together with hints it is one too many", () => {
    expect(refused({ hardware: seen, rootDisk, rootDeviceHints: {} })).toMatch(/both/);
  });
});

describe("after out-of-band inspection", () => {
  it("an exact serial or WWN goes to the agent", () => {
    expect(chosen({ hardware: unseen, rootDeviceHints: { serialNumber: "WD-A1" } })).toEqual({
      name: "disk with serial WD-A1",
      serial: "WD-A1",
      sizeGiB: 0,
    });
    expect(rootDeviceFor(chosen({ hardware: unseen, rootDeviceHints: { wwn: "s== 0x5000a1" } }))).toEqual({
      wwn: "s== 0x5000a1",
    });
    const rootDisk: RootDisk = { name: "/dev/sda", serial: "WD-A1", sizeGiB: 100 };
    expect(chosen({ hardware: unseen, rootDisk })).toEqual(rootDisk);
  });

  it.each([
    [undefined],
    [{}],
    [{ minSizeGigabytes: 150 }],
    [{ serialNumber: "<in> WD" }],
    [{ serialNumber: "<or> A <or> B" }],
    [{ serialNumber: "s!= A" }],
    [{ serialNumber: "" }],
    [{ serialNumber: "A", minSizeGigabytes: 150 }],
    [{ serialNumber: "A", wwn: "<in> 5" }],
    [{ deviceName: "/dev/sda" }],
  ])("%j is not enough, even for a single disk", (rootDeviceHints) => {
    expect(refused({ hardware: unseen, rootDeviceHints })).toMatch(/inspected through its BMC/);
    const single = { ...unseen, storage: unseen.storage.slice(0, 1) };
    expect(refused({ hardware: single, rootDeviceHints })).toMatch(/inspected through its BMC/);
  });

  it("a disk without serial and WWN is refused", () => {
    const rootDisk: RootDisk = { name: "/dev/vda", byPath: "/dev/disk/by-path/virtio-1", sizeGiB: 50 };
    expect(refused({ hardware: unseen, rootDisk })).toMatch(/without a serial or WWN/);
  });

  it("a BMC that does know serials is held to them", () => {
    const known = { ...seen, source: "redfish" as const };
    expect(chosen({ hardware: known, rootDeviceHints: { serialNumber: "WD-B2" } }).name).toBe("/dev/sdb");
    expect(refused({ hardware: known, rootDeviceHints: { serialNumber: "ZZ" } })).toMatch(/0 of its 3/);
    expect(refused({ hardware: known, rootDeviceHints: { minSizeGigabytes: 150 } })).toMatch(/through its BMC/);
  });
});

it("same disk", () => {
  const disk: RootDisk = { name: "/dev/sda", serial: "A", wwn: "0x1", sizeGiB: 1 };
  expect(isSameRootDisk(disk, { ...disk, name: "/dev/sdz", serial: "a", sizeGiB: 2 })).toBe(true);
  expect(isSameRootDisk(disk, { name: "/dev/sda", wwn: "0x1", sizeGiB: 1 })).toBe(true);
  expect(isSameRootDisk(disk, { ...disk, wwn: "0x2" })).toBe(false);
  expect(isSameRootDisk(disk, { name: "/dev/sda", byPath: "/p", sizeGiB: 1 })).toBe(false);
  expect(isSameRootDisk({ name: "/dev/sda", sizeGiB: 1 }, { name: "/dev/sda", sizeGiB: 1 })).toBe(false);
  expect(describeRootDisk(disk)).toBe("sda (serial A, 1 GiB)");
  expect(describeRootDisk({ name: "disk with serial A", serial: "A", sizeGiB: 0 })).toBe("disk with serial A");
});

describe("properties", () => {
  const identity = fc.option(fc.constantFrom("A", "B", "C", "D"), { nil: undefined });
  const disk = fc.record({
    serial: identity,
    wwn: identity,
    byPath: identity,
    sizeGiB: fc.integer({ min: 1, max: 9 }),
  });
  const storage = fc
    .array(disk, { minLength: 1, maxLength: 6 })
    .map((disks) =>
      disks.map((fact, index): Disk => ({ name: `/dev/sd${index}`, ...fact, sizeBytes: fact.sizeGiB * GIB })),
    );
  const hints = fc.record(
    { serialNumber: fc.constantFrom("A", "s!= B", "<or> A <or> B"), minSizeGigabytes: fc.integer({ min: 0, max: 9 }) },
    { requiredKeys: [] },
  );

  it("Ironic finds exactly the chosen disk by what is sent, whatever the order of disks", () => {
    fc.assert(
      fc.property(storage, hints, (disks, rootDeviceHints) => {
        const result = chooseRootDisk({ hardware: hardware(disks), rootDeviceHints });
        if (!result.ok) {
          return;
        }
        const device = rootDeviceFor(result.value);
        for (const order of [disks, disks.toReversed()]) {
          const found = explainRootDevice(device, order).filter(({ matches }) => matches);
          expect(found.map((one) => one.disk.name)).toEqual([result.value.name]);
        }
        expect(chosen({ hardware: hardware(disks.toReversed()), rootDisk: result.value })).toEqual(result.value);
      }),
    );
  });

  it("an out-of-band inventory never gets more than what was written", () => {
    fc.assert(
      fc.property(hints, (rootDeviceHints) => {
        const result = chooseRootDisk({ hardware: unseen, rootDeviceHints });
        if (result.ok) {
          expect(rootDeviceHints).toEqual({ serialNumber: result.value.serial });
        }
      }),
    );
  });
});
