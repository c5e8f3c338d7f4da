import { describe, expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { hashOf } from "../json/canonicalJson.js";
import { planMachineChange } from "./changePolicy.js";
import { inputHash, isSameInput } from "./inputHash.js";
import { installedMachine, retoldMachine, untoldInputs } from "./installedMachine.js";
import type { MachineSpec } from "./machineSpec.js";

const disk: RootDisk = { name: "/dev/nvme0n1", serial: "NV-0007", sizeGiB: 447 };
const image = InstanceImage.url("https://images.example/os.raw", { checksum: `sha256:${"a".repeat(64)}` });
const spec: MachineSpec = { image, userData: "password: 1234", networkData: { links: [] }, metaData: { rack: "7" } };

describe("the hash of an input", () => {
  it("is that of the value and the key, and of nothing else", () => {
    const hash = inputHash({ a: 1, b: 2 }, "one");
    expect(hash).toBe(inputHash({ b: 2, a: 1 }, "one"));
    expect(hash).not.toBe(inputHash({ a: 1, b: 2 }, "two"));
    expect(hash).not.toContain(hashOf({ a: 1, b: 2 }));
    expect(hash).not.toContain("one");
  });

  it.each<[string, unknown, boolean | undefined]>([
    ["the same", isSameInput(inputHash("x", "key"), "x", "key"), true],
    ["another", isSameInput(inputHash("x", "key"), "y", "key"), false],
    ["of a lost key", isSameInput(inputHash("x", "key"), "x", undefined), undefined],
    ["of another key", isSameInput(inputHash("x", "key"), "x", "other"), undefined],
    ["none and none", isSameInput(undefined, "", undefined), true],
    ["none, now one", isSameInput(undefined, "x", undefined), false],
    ["one, now none", isSameInput(inputHash("x", "key"), undefined, undefined), false],
    ["the same, of an older version", isSameInput(hashOf("x"), "x", "key"), true],
    ["another, of an older version", isSameInput(hashOf("x"), "y", undefined), false],
  ])("%s", (_, same, wanted) => {
    expect(same).toBe(wanted);
  });
});

describe("a key that is lost", () => {
  const installed = installedMachine(spec, disk, "the first key");
  const other = { ...spec, userData: "other", metaData: { rack: "8" } };

  it("never reinstalls, whatever is allowed, nor refuses", () => {
    for (const inputKey of [undefined, "a second key"]) {
      for (const reinstall of [undefined, { allow: true }]) {
        expect(planMachineChange(installed, { ...other, reinstall }, disk, { inputKey })).toEqual({
          kind: "no-change",
        });
      }
      expect(untoldInputs(installed, other, inputKey)).toEqual(["userData", "networkData", "metaData"]);
    }
  });

  it("is replaced by a new one with what the program says now, whose next change is told", () => {
    const retold = retoldMachine(installed, other, "a second key");
    expect(retold).toEqual(installedMachine(other, disk, "a second key"));
    expect(planMachineChange(retold, spec, disk, { inputKey: "a second key" })).toMatchObject({
      kind: "refused",
      fields: ["userData", "metaData"],
    });
  });

  it("still shows an input that came or went", () => {
    expect(planMachineChange(installed, { ...spec, userData: undefined }, disk)).toMatchObject({
      fields: ["userData"],
    });
    expect(retoldMachine(installed, { ...spec, userData: "" }, "new").userDataHash).toBe(installed.userDataHash);
  });
});

it("hashes of an older version are understood, and keyed where the input is still the same", () => {
  const old = {
    ...installedMachine(spec, disk, "key"),
    userDataHash: hashOf(spec.userData),
    networkDataHash: hashOf(spec.networkData),
    metaDataHash: hashOf(spec.metaData),
  };
  expect(planMachineChange(old, spec, disk)).toEqual({ kind: "no-change" });
  expect(planMachineChange(old, { ...spec, userData: "other" }, disk)).toMatchObject({ fields: ["userData"] });
  expect(untoldInputs(old, spec, undefined)).toEqual([]);
  expect(retoldMachine(old, { ...spec, userData: "other" }, "key")).toEqual({
    ...installedMachine(spec, disk, "key"),
    userDataHash: old.userDataHash,
  });
  expect(retoldMachine(old, spec, "key")).toEqual(installedMachine(spec, disk, "key"));
});
