import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainHints, type RootDeviceHints } from "./rootDeviceHints.js";
import { validateRootDeviceHints } from "./validateHints.js";

function said(hints: unknown, unknown?: readonly string[]): string {
  return validateRootDeviceHints(hints, "rootDeviceHints", { unknown })
    .map(({ severity, field, message, remedy }) => `${severity} ${field} ${message} ${remedy ?? ""}`)
    .join("\n");
}

it.each<RootDeviceHints | undefined>([
  undefined,
  { serialNumber: "WD-A1" },
  { serialNumber: "<or> A <or> B" },
  { wwn: "0x5000c500a0b0c0d0", wwnWithExtension: "s== eui.00a0b0c0d0e0f001" },
  { model: "Acme Fast", vendor: "<in> ATA", rotational: false, minSizeGigabytes: 400 },
  { hctl: "0:0:12:0", deviceName: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1" },
  { hctl: "<in> 0:0" },
  { serialNumber: "A", model: undefined },
])("%j is right", (hints) => {
  expect(said(hints)).toBe("");
});

describe("wrong, and how", () => {
  it.each<[unknown, RegExp]>([
    ["sda", /error rootDeviceHints is not an object/],
    [[], /is not an object/],
    [null, /is not an object/],
    [{ serial: "A" }, /rootDeviceHints.serial is not a known field. did you mean `serialNumber`/],
    [{ minSize: 4 }, /rootDeviceHints.minSize is not a known field/],
    [{ rotational: "false" }, /rotational is neither true nor false/],
    [{ minSizeGigabytes: "400" }, /minSizeGigabytes is not a whole number/],
    [{ minSizeGigabytes: 1.5 }, /not a whole number/],
    [{ minSizeGigabytes: -1 }, /not a whole number/],
    [{ serialNumber: 7 }, /serialNumber is not text/],
    [{ serialNumber: " " }, /serialNumber is empty/],
    [{ deviceName: "sda" }, /error .*deviceName can match nothing/],
    [{ deviceName: "/dev/disk/by-id/wwn-1" }, /error .*no other names below/],
    [{ deviceName: "/dev/disk/by-path/" }, /error .*can match nothing/],
    [{ deviceName: "/dev/" }, /error .*can match nothing/],
    [{ deviceName: "s== /dev/sda" }, /error .*can match nothing/],
    [{ deviceName: "/dev/sda" }, /^warning .*kernel name/],
    [{ serialNumber: "s==" }, /nothing that Ironic could compare/],
    [{ serialNumber: "== 7" }, /can match nothing: Ironic's `==`/],
    [{ model: ">= 7" }, /can match nothing/],
    [{ model: "<all-in> a b" }, /can match nothing/],
    [{ model: "<in> a <in> b" }, /repeats `<in>`/],
    [{ hctl: "0:0:0" }, /hctl can match nothing/],
    [{ wwn: "5000c500a0b0c0d0" }, /wwn can match nothing.*write `0x5000c500a0b0c0d0`/],
    [{ wwn: "<or> 0x5000c500a0b0c0d0 <or> 5000c500a0b0c0d1" }, /wwn can match nothing/],
    [{}, /^warning rootDeviceHints is empty/],
    [{ minSizeGigabytes: 0 }, /^warning rootDeviceHints is empty/],
    [{ rotational: true, deviceName: "/dev/disk/by-path/pci-0000:01:00.0-nvme-1" }, /NVMe disk does not rotate/],
  ])("%j", (hints, words) => {
    expect(said(hints)).toMatch(words);
  });

  it("everything at once", () => {
    expect(said({ serialNumber: "", rotational: 1, hctl: "x", colour: "red" }).split("\n")).toHaveLength(4);
  });
});

it("what is not known yet is not judged", () => {
  expect(said({ serialNumber: 7 }, ["rootDeviceHints.serialNumber"])).toBe("");
  expect(said("x", ["rootDeviceHints"])).toBe("");
});

it("hints without an error are met by some disk", () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
  const operator = fc.constantFrom("", "s== ", "<in> ", "<or> ", "s>= ", "s<= ");
  const text = fc.tuple(operator, word).map(([op, value]) => ({ hint: `${op}${value}`, value }));
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 5000 }), (serial, model, minSizeGigabytes) => {
      const hints: RootDeviceHints = { serialNumber: serial.hint, model: model.hint, minSizeGigabytes };
      if (said(hints) !== "") {
        return;
      }
      const disk = {
        name: "/dev/sda",
        sizeGiB: 6000,
        sizeBytes: 6000 * 2 ** 30,
        serial: serial.value,
        model: model.value,
      };
      expect(explainHints(hints, [disk])[0]?.reasons).toEqual([]);
    }),
  );
});

it("nothing makes it throw", () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (hints, serialNumber, deviceName) => {
      validateRootDeviceHints(hints);
      validateRootDeviceHints({ serialNumber, deviceName, hctl: serialNumber, minSizeGigabytes: deviceName });
    }),
  );
});
