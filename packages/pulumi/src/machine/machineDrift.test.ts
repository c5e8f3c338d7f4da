import { expect, it } from "vitest";
import { machineDrift } from "./machineDrift.js";
import type { MachineOutputs } from "./machineRecord.js";

const rootDisk = { name: "/dev/sda", serial: "S-1", sizeGiB: 447 };
const installed = { imageChecksum: `sha256:${"a".repeat(64)}`, rootDisk };
const stored = { observed: "present", installed } as MachineOutputs;
const other = { ...installed, imageChecksum: `sha256:${"b".repeat(64)}` };

it.each<[string, Partial<MachineOutputs>, object, readonly string[]]>([
  ["nothing", {}, { installed }, []],
  [
    "another image",
    {},
    { installed: other },
    ["drift: image sha256:bbbbbbbbbbbb is installed, and the state had sha256:aaaaaaaaaaaa"],
  ],
  ["no image", {}, {}, ["drift: image sha256:aaaaaaaaaaaa is not on record as installed any more"]],
  ["a first install that has ended since", { installed: undefined }, { installed }, []],
  ["a claim that is gone", {}, { observed: "lost" }, ["drift: its host does not carry the machine any more"]],
  ["one that was gone before", { observed: "lost" }, { observed: "lost" }, []],
])("%s", (_what, known, found, lines) => {
  expect(machineDrift({ ...stored, ...known }, { observed: "present", ...found } as never)).toEqual(lines);
});
