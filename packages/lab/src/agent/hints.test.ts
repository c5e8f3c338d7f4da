import { describe, expect, it } from "vitest";
import { HintError, type HintedDisk, type Hints, matchingDisks } from "./hints.js";

const GIB = 2 ** 30;
const disks: HintedDisk[] = [
  {
    name: "/dev/sda",
    size: 240 * GIB,
    rotational: false,
    serial: "SATA-0",
    model: "S4520 240GB",
    vendor: "ATA",
    hctl: "0:0:0:0",
  },
  {
    name: "/dev/sdb",
    size: 4000 * GIB,
    rotational: true,
    serial: "SATA-1",
    model: "EXOS 4TB",
    vendor: "ATA",
    hctl: "1:0:0:0",
  },
  {
    name: "/dev/nvme0n1",
    size: 480 * GIB,
    rotational: false,
    serial: "NVME-0",
    model: "PM9A3 480GB",
    vendor: "Samsung",
    hctl: null,
  },
];
const names = (hints: Hints) => matchingDisks(disks, hints).map((disk) => disk.name);

describe("root device hints", () => {
  it.each<[string, Hints, string[]]>([
    ["a string without an operator is an equality, whatever its case", { serial: "nvme-0" }, ["/dev/nvme0n1"]],
    ["s== is an equality", { serial: "s== SATA-1" }, ["/dev/sdb"]],
    ["s!= is all others", { serial: "s!= SATA-1" }, ["/dev/sda", "/dev/nvme0n1"]],
    ["<in> is a part", { model: "<in> 4520" }, ["/dev/sda"]],
    ["<or> is one of", { serial: "<or> SATA-0 <or> NVME-0" }, ["/dev/sda", "/dev/nvme0n1"]],
    ["a value with spaces is one value", { model: "PM9A3 480GB" }, ["/dev/nvme0n1"]],
    ["sizes are GiB", { size: 480 }, ["/dev/nvme0n1"]],
    ["= means at least", { size: "= 480" }, ["/dev/sdb", "/dev/nvme0n1"]],
    [">= means at least", { size: ">= 480" }, ["/dev/sdb", "/dev/nvme0n1"]],
    ["< means less", { size: "< 480" }, ["/dev/sda"]],
    ["a range has brackets", { size: "<range-in> ( 240 480 ]" }, ["/dev/nvme0n1"]],
    ["rotational may be a string", { rotational: "true" }, ["/dev/sdb"]],
    ["all hints must match", { rotational: false, vendor: "ata" }, ["/dev/sda"]],
    ["a fact that a disk lacks matches nothing", { hctl: "s!= 0:0:0:0" }, ["/dev/sdb"]],
  ])("%s", (_what, hints, expected) => {
    expect(names(hints)).toEqual(expected);
  });

  it("refuses what Ironic refuses", () => {
    expect(() => names({ colour: "red" })).toThrow(HintError);
    expect(() => names({ serial: " " })).toThrow('Root device hint "serial" expression is empty');
    expect(() => names({ size: "big" })).toThrow(HintError);
    expect(() => names({ rotational: "maybe" })).toThrow("is not a Boolean");
    expect(() => names({ size: "<range-in> 1 2" })).toThrow(HintError);
  });
});
