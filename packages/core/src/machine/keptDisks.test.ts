import fc from "fast-check";
import { expect, it } from "vitest";
import type { Hardware } from "../host/hardware.js";
import { chooseKeptDisks, validateKeptDisks } from "./keptDisks.js";

const disk = (serial: string, wwn?: string) => ({
  name: `/dev/${serial.toLowerCase()}`,
  sizeGiB: 10,
  sizeBytes: 10 * 2 ** 30,
  serial,
  ...(wwn && { wwn }),
});
const hardware: Hardware = {
  source: "agent",
  cpu: { architecture: "x86_64", count: 1 },
  memoryGiB: 1,
  storage: [disk("A"), disk("B", "0xb"), disk("C", "0xc")],
  nics: [],
  vendor: {},
};
const [root] = hardware.storage.map(({ name, serial, sizeGiB }) => ({ name, serial, sizeGiB }));

it("each is one disk of the inventory, and none is the root disk", () => {
  fc.assert(
    fc.property(fc.subarray(["A", "B", "C"]), (serials) => {
      const chosen = chooseKeptDisks(
        hardware,
        serials.map((serial) => ({ serial })),
        root,
      );
      expect(chosen.ok).toBe(!serials.includes("A"));
      if (chosen.ok) {
        expect(chosen.value.map(({ serial }) => serial)).toEqual(serials);
      }
    }),
  );
  expect(chooseKeptDisks(hardware, [{ wwn: "0xB" }], root)).toMatchObject({ ok: true, value: [{ serial: "B" }] });
});

it.each<[string, Parameters<typeof chooseKeptDisks>, RegExp]>([
  [
    "the root disk",
    [hardware, [{ serial: "A" }], root],
    /keep a \(serial A, 10 GiB\) as it is, and that is its root disk/,
  ],
  ["one that is not there", [hardware, [{ serial: "Z" }], root], /the disk with serial Z, and has no such disk/],
  [
    "serial and WWN of two disks",
    [hardware, [{ serial: "B", wwn: "0xc" }], root],
    /serial B, wwn 0xc, and has no such disk/,
  ],
  [
    "after inspection by the BMC",
    [{ ...hardware, source: "redfish" }, [{ serial: "B" }], root],
    /does not know the disks' serials/,
  ],
  ["before any inspection", [undefined, [{ serial: "B" }], root], /cannot be told apart/],
])("%s is refused", (_, args, message) => {
  const chosen = chooseKeptDisks(...args);
  expect(chosen.ok ? "" : chosen.error.message).toMatch(message);
});

it("finds what is wrong with the input itself", () => {
  const said = (kept: unknown) => validateKeptDisks(kept, {}).map(({ field, message }) => `${field} ${message}`);
  expect(said(undefined)).toEqual([]);
  expect(said([{ serial: "A" }, { wwn: "0xb" }])).toEqual([]);
  expect(said("A")).toEqual(["keepDisks is not a list."]);
  expect(said(["A", {}, { serial: " " }, { path: "x" }])).toEqual([
    "keepDisks[0] is not a disk.",
    "keepDisks[1] has no serial and no WWN.",
    "keepDisks[2] has no serial and no WWN.",
    "keepDisks[3].path is not a known field.",
  ]);
});
