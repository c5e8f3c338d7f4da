import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiskChoiceError, type DiskQuery, Disks } from "./disks.js";
import type { Disk } from "./hardware.js";

const GIB = 2 ** 30;

function disk(name: string, sizeGiB: number, more: Partial<Disk> = {}): Disk {
  return { name: `/dev/${name}`, sizeGiB: Math.floor(sizeGiB), sizeBytes: Math.floor(sizeGiB * GIB), ...more };
}

const storage: readonly Disk[] = [
  disk("nvme0n1", 447.125, { type: "NVME", serial: "NV-0007", model: "Acme Fast SSD 9", rotational: false }),
  disk("sda", 1863, { type: "HDD", serial: "WD-A1", wwn: "0x5000c500a0b0c0d0", vendor: "ATA", hctl: "0:0:0:0" }),
  disk("sdb", 1863, { type: "HDD", serial: "WD-B2", wwn: "0x5000c500a0b0c0d1", vendor: "ATA", hctl: "1:0:0:0" }),
  disk("sdc", 223.5, { type: "SSD", serial: "SA-2" }),
];
const disks = Disks.of({ storage });

function message(choose: () => unknown): string {
  try {
    choose();
  } catch (error) {
    if (error instanceof DiskChoiceError) {
      return error.message;
    }
    throw error;
  }
  throw new Error("it chose");
}

describe("where", () => {
  it.each<[DiskQuery, string[]]>([
    [{}, ["nvme0n1", "sda", "sdb", "sdc"]],
    [{ type: "HDD" }, ["sda", "sdb"]],
    [{ minSizeGiB: 447.125 }, ["nvme0n1", "sda", "sdb"]],
    [{ minSizeGiB: 448, maxSizeGiB: 2000 }, ["sda", "sdb"]],
    [{ maxSizeGiB: 223 }, []],
    [{ serial: "wd-a1" }, ["sda"]],
    [{ serial: "WD" }, []],
    [{ wwn: "0X5000C500A0B0C0D1" }, ["sdb"]],
    [{ model: "fast ssd" }, ["nvme0n1"]],
    [{ vendor: "at" }, ["sda", "sdb"]],
    [{ rotational: true }, ["sda", "sdb"]],
    [{ rotational: false }, ["nvme0n1", "sdc"]],
    [{ hctl: "1:0:0:0" }, ["sdb"]],
    [{ serial: undefined, type: "SSD" }, ["sdc"]],
  ])("%j", (query, names) => {
    expect(disks.where(query).all.map(({ name }) => name)).toEqual(names.map((name) => `/dev/${name}`));
  });

  it("can be repeated", () => {
    const left = disks.where({ type: "HDD" }).where({ hctl: "0:0:0:0" });
    expect(left.all.map(({ name }) => name)).toEqual(["/dev/sda"]);
    expect(disks.all).toHaveLength(4);
  });
});

describe("one disk", () => {
  it("is pinned by serial and WWN", () => {
    expect(disks.only({ hctl: "0:0:0:0" })).toEqual({
      name: "/dev/sda",
      serial: "WD-A1",
      wwn: "0x5000c500a0b0c0d0",
      sizeGiB: 1863,
    });
    expect(disks.smallest()).toEqual({ name: "/dev/sdc", serial: "SA-2", sizeGiB: 223 });
    expect(disks.where({ rotational: false }).largest().serial).toBe("NV-0007");
    expect(disks.largest({ type: "SSD" }).serial).toBe("SA-2");
  });

  it("is pinned by its path where it has nothing else, or shares it", () => {
    const twins = Disks.of({
      storage: [
        disk("sda", 100, { serial: "SAME", byPath: "/dev/disk/by-path/pci-1" }),
        disk("sdb", 200, { serial: "SAME", byPath: "/dev/disk/by-path/pci-2" }),
        disk("vda", 300, { byPath: "/dev/disk/by-path/pci-3" }),
      ],
    });
    expect(twins.smallest()).toMatchObject({ serial: "SAME", byPath: "/dev/disk/by-path/pci-1" });
    expect(twins.largest()).toEqual({ name: "/dev/vda", byPath: "/dev/disk/by-path/pci-3", sizeGiB: 300 });
  });

  it("that nothing distinguishes from the others is refused", () => {
    const twins = Disks.of({ storage: [disk("sda", 100, { serial: "SAME" }), disk("sdb", 200, { serial: "same" })] });
    expect(message(() => twins.smallest())).toMatch(/nothing distinguishes from the others:\n.*sda.*chosen\n.*sdb/);
    expect(message(() => Disks.of({ storage: [disk("vda", 1)] }).only())).toMatch(/nothing distinguishes/);
  });
});

describe("not exactly one", () => {
  it("lists every disk and why it is in or out", () => {
    expect(message(() => disks.only({ type: "HDD", minSizeGiB: 300 }))).toBe(
      [
        "Of the host's disks 2 disks are left, and exactly one must be:",
        "  nvme0n1  NVME  447.1 GiB   serial NV-0007  out: type is NVME",
        "  sda      HDD   1863.0 GiB  serial WD-A1    in",
        "  sdb      HDD   1863.0 GiB  serial WD-B2    in",
        "  sdc      SSD   223.5 GiB   serial SA-2     out: type is SSD; is smaller than 300 GiB",
        "next: name the disk by `serial` or `wwn`, or change the criteria",
      ].join("\n"),
    );
  });

  it.each<[string, () => unknown, RegExp]>([
    ["none", () => disks.only({ serial: "ZZ" }), /no disk is left/],
    ["a tie", () => disks.largest(), /several disks are the largest, with 1863.0 GiB/],
    ["an empty inventory", () => Disks.of({ storage: [] }).smallest(), /lists no disk/],
    ["a misspelt criterion", () => disks.only({ minSizeGib: 1 } as DiskQuery), /Did you mean `minSizeGiB`/],
    ["a foreign criterion", () => disks.only({ constructor: 1 } as DiskQuery), /is not a criterion/],
    ["a wrong kind", () => disks.only({ minSizeGiB: "400" } as unknown as DiskQuery), /must be a number of GiB/],
    ["an empty serial", () => disks.only({ serial: " " }), /must be text/],
    ["an unknown type", () => disks.only({ type: "nvme" } as unknown as DiskQuery), /one of HDD, SSD, NVME/],
  ])("%s", (_, choose, words) => {
    expect(message(choose)).toMatch(words);
  });

  it("a field that a big inventory leaves out cannot be asked for", () => {
    const big = Disks.of({ storage, omitted: ["model", "rotational"] });
    expect(message(() => big.only({ model: "Fast" }))).toMatch(/`model` cannot be asked for/);
    expect(big.only({ rotational: true, serial: "WD-A1" }).serial).toBe("WD-A1");
  });
});

it("a choice is a disk that meets the criteria, and the only one", () => {
  const type = fc.constantFrom("HDD", "SSD", "NVME");
  const some = fc.array(
    fc.record({ type, sizeGiB: fc.integer({ min: 1, max: 4 }), serial: fc.constantFrom("A", "B", "C") }),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(some, type, fc.integer({ min: 1, max: 4 }), (facts, wanted, minSizeGiB) => {
      const all = facts.map((fact, index) => disk(`sd${index}`, fact.sizeGiB, fact));
      const meeting = all.filter((one) => one.type === wanted && one.sizeGiB >= minSizeGiB);
      const [only] = meeting;
      const alone = all.filter((one) => one.serial === only?.serial).length === 1;
      const choose = () => Disks.of({ storage: all }).only({ type: wanted, minSizeGiB });
      if (meeting.length === 1 && alone) {
        expect(choose().name).toBe(only?.name);
      } else {
        expect(choose).toThrow(DiskChoiceError);
      }
    }),
  );
});
