import { expect, it } from "vitest";
import { InstanceImage } from "../image/instanceImage.js";
import { planMachineChange } from "./changePolicy.js";
import { installedMachine } from "./installedMachine.js";
import type { MachineSpec } from "./machineSpec.js";
import { writesSaidBy } from "./writesSaid.js";

const image = InstanceImage.url("https://images/a.raw", { checksum: `sha256:${"a".repeat(64)}` });
const other = InstanceImage.url("https://images/b.raw", { checksum: `sha256:${"b".repeat(64)}` });
const disk = { name: "/dev/sda", serial: "S-1", sizeGiB: 447 };
const reinstall = { allow: true };
const installed = installedMachine({ image }, disk, "key");

it.each<[string, MachineSpec, Parameters<typeof planMachineChange>[0], readonly (keyof MachineSpec)[]]>([
  ["first-install", { image }, undefined, []],
  ["first-install", { image }, undefined, ["rootDisk"]],
  ["reinstall", { image: other, reinstall }, installed, []],
  ["reinstall", { image, rebuild: "once" }, installed, []],
  ["reinstall", { image, reinstall }, { ...installed, intact: "unknown" }, []],
  ["may-reinstall", { image, reinstall }, installed, ["userData"]],
  ["may-reinstall", { image, reinstall }, installed, ["rootDisk"]],
  ["refused", { image: other }, installed, []],
  ["pending", { image, userData: "#", whenInstalled: "pending" }, installed, []],
])("the sentence of a plan says which: %s", (kind, spec, before, unknown) => {
  const plan = planMachineChange(before, spec, disk, { host: "node-0", unknown });
  expect(plan.kind).toBe(kind);
  const writes = /install/.test(kind);
  expect("message" in plan && writesSaidBy(plan.message)).toBe(writes ? kind : undefined);
});
