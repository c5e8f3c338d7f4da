import { expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { planMachineChange } from "./changePolicy.js";
import { installedMachine } from "./installedMachine.js";
import type { MachineSpec } from "./machineSpec.js";

const url = "https://images.example/os.qcow2";
const disk: RootDisk = { name: "/dev/nvme0n1", serial: "NV-0007", sizeGiB: 447 };
const sha256: MachineSpec = { image: InstanceImage.url(url, { checksum: `sha256:${"a".repeat(64)}` }) };
const sha512 = (from = url): MachineSpec => ({
  image: InstanceImage.url(from, { checksum: `sha512:${"b".repeat(128)}` }),
  reinstall: { allow: true },
});
const installed = installedMachine(sha256, disk, "key");

it("a checksum of another algorithm at the same URL installs nothing, and says so", () => {
  const plan = planMachineChange(installed, sha512(), disk);
  expect(plan.kind).toBe("no-change");
  expect("doubt" in plan && plan.doubt).toContain("taken for the same image, so nothing is installed");
  expect(planMachineChange(installed, { ...sha512(), rebuild: "a" }, disk).kind).toBe("reinstall");
});

it("one from elsewhere, or of the same algorithm, is another image; so is one whose URL was not recorded", () => {
  expect(planMachineChange(installed, sha512("https://images.example/other.qcow2"), disk).kind).toBe("reinstall");
  const other = InstanceImage.url(url, { checksum: `sha256:${"c".repeat(64)}` });
  expect(planMachineChange(installed, { ...sha512(), image: other }, disk).kind).toBe("reinstall");
  expect(planMachineChange({ ...installed, imageUrl: undefined }, sha512(), disk).kind).toBe("reinstall");
});
