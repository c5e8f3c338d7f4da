import { expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { planMachineChange } from "./changePolicy.js";
import { type InstalledMachine, installedMachine, reinstalledMachine } from "./installedMachine.js";
import type { MachineSpec } from "./machineSpec.js";

const inputKey = "key";
const old: RootDisk = { name: "/dev/sda", serial: "OLD", sizeGiB: 447 };
const fresh: RootDisk = { name: "/dev/sdb", serial: "NEW", sizeGiB: 894 };
const spec: MachineSpec = {
  image: InstanceImage.url("https://images.example/os.qcow2", { checksum: `sha256:${"a".repeat(64)}` }),
};
const plan = (installed: InstalledMachine, more: Partial<MachineSpec>, disk = fresh) =>
  planMachineChange(installed, { ...spec, ...more }, disk, { host: "rack3-u17", inputKey });

it("a new value of `replaceDisk` lets the root disk move, names both, and allows nothing else", () => {
  const installed = installedMachine(spec, old, inputKey);
  expect(plan(installed, {}).kind).toBe("refused");
  const moved = plan(installed, { replaceDisk: "a" });
  expect(moved.kind).toBe("reinstall");
  expect("message" in moved && moved.message).toContain(
    "erase sdb (serial NEW, 894 GiB) of host `rack3-u17` and install anew, in place of sda (serial OLD, 447 GiB), which must " +
      "not be there any more (`replaceDisk`)",
  );
  expect(plan(installed, { replaceDisk: "a" }, old).kind).toBe("no-change");
  expect(plan(installed, { replaceDisk: "a", userData: "#cloud-config\n" }, old).kind).toBe("refused");
  expect(plan(installed, { replaceDisk: "a", userData: "#cloud-config\n" }).kind).toBe("refused");
});

it("a used one, or one that the machine was installed with, allows nothing; the same word may be a `rebuild`", () => {
  const first = installedMachine({ ...spec, replaceDisk: "a" }, old, inputKey);
  expect(plan(first, { replaceDisk: "a" }).kind).toBe("refused");
  const second = reinstalledMachine(first, installedMachine({ ...spec, replaceDisk: "b" }, fresh, inputKey));
  for (const replaceDisk of ["a", "b"]) {
    expect(plan(second, { replaceDisk }, old).kind).toBe("refused");
  }
  expect(plan(second, { replaceDisk: "c" }, old).kind).toBe("reinstall");
  expect(plan(second, { rebuild: "a", replaceDisk: "b" }, fresh).kind).toBe("reinstall");
});

it("a reinstall says which disks stay as they are", () => {
  const installed = installedMachine(spec, old, inputKey);
  const keepDisks = [{ serial: "D1" }, { wwn: "0xd2" }];
  const again = plan(installed, { rebuild: "a", keepDisks }, old);
  expect("message" in again && again.message).toContain("kept as they are: serial D1; wwn 0xd2");
});
