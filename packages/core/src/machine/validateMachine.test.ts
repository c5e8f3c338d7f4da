import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InstanceImage } from "../image/instanceImage.js";
import { cloudConfig } from "./cloudConfig.js";
import { MAX_USER_DATA_BYTES } from "./configDrive.js";
import type { MachineSpec } from "./machineSpec.js";
import { validateMachine } from "./validateMachine.js";

const image = InstanceImage.url("https://images.example/os.qcow2", { checksum: `sha256:${"a".repeat(64)}` });
const rootDisk = { name: "/dev/sda", serial: "WD-A1", sizeGiB: 100 };

function said(spec: unknown, unknown?: readonly string[]): string {
  return validateMachine(spec, { unknown })
    .map(({ severity, field, message, remedy }) => `${severity} ${field} ${message} ${remedy ?? ""}`)
    .join("\n");
}

it.each<[string, MachineSpec]>([
  ["the least", { image }],
  [
    "the most",
    {
      image,
      rootDisk,
      userData: cloudConfig({ packages: ["chrony"] }),
      networkData: { links: [], networks: [], services: [] },
      metaData: { rack: "7", "local-hostname": "web" },
      reinstall: { allow: true, triggers: ["image"] },
      rebuild: "2026-11-24",
      whenInstalled: "pending",
      onDestroy: "deprovision",
    },
  ],
  ["hints", { image, rootDeviceHints: { serialNumber: "WD-A1" } }],
  ["Ignition", { image, userData: ' {"ignition":{}}' }],
  ["a script", { image, userData: "#!/bin/sh\n" }],
  ["user data of just the limit", { image, userData: `#!${"x".repeat(MAX_USER_DATA_BYTES - 2)}` }],
])("%s is right", (_, spec) => {
  expect(said(spec)).toBe("");
});

describe("wrong, and how", () => {
  it.each<[unknown, RegExp]>([
    [null, /spec is not an object/],
    [{}, /image is missing/],
    [{ image: "x" }, /image is not an instance image/],
    [
      { image: InstanceImage.url("https://images.example/os.raw", { checksum: "sha256:00" }) },
      /image.checksum has 2 digits/,
    ],
    [{ image, rootDisk, rootDeviceHints: {} }, /rootDisk is given together with `rootDeviceHints`/],
    [{ image, rootDisk: "sda" }, /rootDisk is not a disk/],
    [{ image, rootDisk: () => rootDisk }, /rootDisk is not a disk/],
    [{ image, rootDisk: { name: "/dev/sda", sizeGiB: 1 } }, /rootDisk has no serial/],
    [{ image, rootDeviceHints: { serial: "x" } }, /rootDeviceHints.serial is not a known field/],
    [{ image, userData: { packages: [] } }, /userData is not text/],
    [{ image, userData: "packages: [chrony]" }, /warning userData does not begin/],
    [{ image, userData: `#!${"ä".repeat(MAX_USER_DATA_BYTES / 2)}` }, /userData has 65538 bytes/],
    [{ image, networkData: "x" }, /networkData is not an object/],
    [{ image, networkData: { version: 2 } }, /warning networkData.links.*\n.*warning networkData.networks/],
    [{ image, networkData: { links: ["x".repeat(70_000)], networks: [] } }, /networkData has 7\d{4} bytes/],
    [{ image, networkData: { links: [1n], networks: [] } }, /networkData is not JSON/],
    [{ image, metaData: [] }, /metaData is not an object/],
    [{ image, metaData: { uuid: "x" } }, /metaData.uuid is set by the machine/],
    [{ image, metaData: { "a b": "x" } }, /has a name that is not plain/],
    [{ image, metaData: { rack: 7 } }, /metaData.rack is not text/],
    [{ image, reinstall: true }, /reinstall is not an object/],
    [{ image, reinstall: {} }, /reinstall.allow is missing/],
    [{ image, reinstall: { allow: "yes" } }, /reinstall.allow is neither/],
    [{ image, reinstall: { allow: true, triggers: "image" } }, /triggers is not a list/],
    [{ image, reinstall: { allow: true, triggers: ["images", null] } }, /triggers\[0\] .*`image`.*\n.*triggers\[1\]/],
    [
      { image, whenInstalled: "pending", reinstall: { allow: true, triggers: ["userData", "image"] } },
      /^warning reinstall.triggers names userData, which/,
    ],
    [{ image, rebuild: 7 }, /rebuild is not a token/],
    [{ image, rebuild: "" }, /rebuild is not a token/],
    [{ image, whenInstalled: "wait" }, /whenInstalled is not a known value/],
    [{ image, onDestroy: "remove" }, /onDestroy is not a known value/],
  ])("problem %#", (spec, words) => {
    expect(said(spec)).toMatch(words);
  });
});

it("what is not known yet is not judged", () => {
  expect(said({}, ["image"])).toBe("");
  expect(said({ image: { ...image, checksum: undefined, url: "" } }, ["image.checksum", "image.url"])).toBe("");
  expect(said({ image, rootDisk: "?" }, ["rootDisk"])).toBe("");
  expect(said({ image, userData: 7, metaData: 7, rebuild: 7 }, ["userData", "metaData", "rebuild"])).toBe("");
});

it("no message repeats user data, and nothing makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.anything(), (text, anything) => {
      expect(said({ image, userData: `S3cret${text}` })).not.toContain("S3cret");
      validateMachine(anything);
      validateMachine({ image, reinstall: anything, metaData: anything, networkData: anything, rootDisk: anything });
    }),
  );
});
