import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Disk } from "./hardware.js";
import { explainHints, explainRootDevice, ironicRootDevice, type RootDeviceHints } from "./rootDeviceHints.js";

const GIB = 2 ** 30;

const boot: Disk = {
  name: "/dev/nvme0n1",
  byPath: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1",
  type: "NVME",
  sizeGiB: 447,
  sizeBytes: 480_103_981_056,
  serial: "NV-0007",
  wwn: "eui.00a0b0c0d0e0f001",
  model: "Acme Fast SSD 9",
  rotational: false,
};
const data: Disk = {
  name: "/dev/sda",
  type: "HDD",
  sizeGiB: 1863,
  sizeBytes: 1863 * GIB,
  serial: "WD-A1",
  wwn: "0x5000c500a0b0c0d0",
  vendor: "ATA",
  hctl: "0:0:0:0",
  model: "Slow Disk",
};

describe("to Ironic", () => {
  it.each<[RootDeviceHints, Record<string, string>]>([
    [{}, {}],
    [{ deviceName: "/dev/sda" }, { name: "s== /dev/sda" }],
    [{ deviceName: "/dev/disk/by-path/pci-1" }, { by_path: "s== /dev/disk/by-path/pci-1" }],
    [
      { model: "Fast SSD", vendor: "ATA" },
      { model: "<in> Fast SSD", vendor: "<in> ATA" },
    ],
    [{ model: "s== Fast SSD" }, { model: "s== Fast SSD" }],
    [
      { serialNumber: "<or> A <or> B", hctl: "0:0:0:0" },
      { serial: "<or> A <or> B", hctl: "s== 0:0:0:0" },
    ],
    [
      { wwn: "0x1", wwnWithExtension: "0x12", wwnVendorExtension: "0x2" },
      { wwn: "s== 0x1", wwn_with_extension: "s== 0x12", wwn_vendor_extension: "s== 0x2" },
    ],
    [
      { minSizeGigabytes: 100, rotational: false },
      { size: ">= 100", rotational: "false" },
    ],
    [{ minSizeGigabytes: 0, rotational: undefined, serialNumber: undefined }, {}],
  ])("%j", (hints, device) => {
    expect(ironicRootDevice(hints)).toEqual(device);
  });
});

function chosen(hints: RootDeviceHints): string[] {
  return explainHints(hints, [boot, data])
    .filter(({ matches }) => matches)
    .map(({ disk }) => disk.name);
}

describe("choice", () => {
  it.each<[RootDeviceHints, string[]]>([
    [{}, [boot.name, data.name]],
    [{ serialNumber: "nv-0007" }, [boot.name]],
    [{ wwn: "0X5000C500A0B0C0D0" }, [data.name]],
    [{ model: "ssd" }, [boot.name]],
    [{ vendor: "ATA" }, [data.name]],
    [{ minSizeGigabytes: 447 }, [boot.name, data.name]],
    // 447.13 GiB: Ironic does not round.
    [{ minSizeGigabytes: 448 }, [data.name]],
    [{ minSizeGigabytes: 1863 }, [data.name]],
    [{ minSizeGigabytes: 1864 }, []],
    [{ rotational: true }, [data.name]],
    [{ rotational: false }, [boot.name]],
    [{ deviceName: "/dev/sda" }, [data.name]],
    [{ deviceName: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1" }, [boot.name]],
    [{ hctl: "0:0:0:0", serialNumber: "WD-A1" }, [data.name]],
    [{ hctl: "0:0:0:0", serialNumber: "NV-0007" }, []],
  ])("%j", (hints, names) => {
    expect(chosen(hints)).toEqual(names);
  });

  it.each<[string, string[]]>([
    ["1863", [data.name]],
    ["== 1863", [data.name]],
    ["= 400", [boot.name, data.name]],
    ["!= 1863", [boot.name]],
    ["> 1863", []],
    ["<= 1863", [boot.name, data.name]],
    ["< 448", [boot.name]],
    ["<or> 1863", []],
    [">= 0", []],
    [">= big", []],
    ["<range-in> [ 1 9999 ]", []],
  ])("size `%s`", (size, names) => {
    const matching = explainRootDevice({ size }, [boot, data]).filter(({ matches }) => matches);
    expect(matching.map(({ disk }) => disk.name)).toEqual(names);
  });
});

it("each disk says why it does not match", () => {
  const hints = { serialNumber: "XX", minSizeGigabytes: 500, rotational: true, vendor: "ATA" };
  expect(explainHints(hints, [boot, data]).map(({ reasons }) => reasons)).toEqual([
    ["has no vendor", "serial `NV-0007` is not `s== XX`", "size 447.1 GiB is not `>= 500`", "is not rotational"],
    ["serial `WD-A1` is not `s== XX`"],
  ]);
  const { type: _, rotational: __, ...unknown } = boot;
  expect(explainHints({ rotational: true }, [unknown])[0]?.reasons).toEqual(["rotational is unknown"]);
  expect(explainHints({ serialNumber: "s==" }, [boot])[0]?.reasons).toEqual(["serial `s==` cannot be read"]);
});

it("a disk is found by its own serial, and another hint can only narrow", () => {
  const serial = fc.stringMatching(/^[A-Z0-9][A-Z0-9_ -]{0,18}[A-Z0-9]$/);
  fc.assert(
    fc.property(fc.uniqueArray(serial, { minLength: 1, maxLength: 6 }), fc.nat(), fc.nat(2000), (serials, at, size) => {
      const disks = serials.map((text, index): Disk => ({ ...data, name: `/dev/sd${index}`, serial: text }));
      const wanted = serials[at % serials.length];
      const bySerial = explainHints({ serialNumber: wanted }, disks).filter(({ matches }) => matches);
      expect(bySerial.map(({ disk }) => disk.serial)).toEqual([wanted]);
      const narrower = explainHints({ serialNumber: wanted, minSizeGigabytes: size }, disks);
      for (const { matches, disk } of narrower) {
        if (matches) {
          expect(disk.serial).toBe(wanted);
        }
      }
    }),
  );
});
