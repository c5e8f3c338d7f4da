import { describe, expect, it } from "vitest";
import type { MachineInputs, MachineOutputs } from "../wire/machineRecord.js";
import { machineLifecycle } from "./machineLifecycle.js";

const inputs: MachineInputs = {
  ironworks: { resource: "ProvisionedMachine", version: 1, name: "web-0", owner: "org/app/dev" },
  route: { kind: "ironic", name: "site-a", endpoint: "https://10.0.20.99:6385" },
  host: { nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11", hostId: "node-0", owner: "org/app/dev" },
  image: {
    kind: "instance-image",
    url: "https://images.example.org/debian-13.qcow2",
    checksum: { algorithm: "sha256", value: "a".repeat(64) },
    format: "qcow2",
  },
  rootDisk: { name: "/dev/nvme0n1", serial: "NVME0001", sizeGiB: 894 },
};
const stored: MachineOutputs = machineLifecycle.outputs(
  inputs,
  {
    nodeUuid: inputs.host.nodeUuid,
    owner: "org/app/dev",
    machineId: "web-0",
    incarnation: "i1",
    instanceUuid: "0b0b0b0b-0000-4000-8000-000000000001",
    provisionState: "active",
    powerState: "on",
    observed: "present",
    installed: { imageChecksum: `sha256:${"a".repeat(64)}`, rootDisk: inputs.rootDisk },
  },
  true,
);

type Verdict = "same" | "update" | "refused" | "warned";

function verdict(now: MachineOutputs, change: Partial<MachineInputs>, unknown: readonly string[] = []): Verdict {
  const { changes, refusals, warnings } = machineLifecycle.diff(now, { ...inputs, ...change }, unknown);
  if (refusals.length > 0) {
    return "refused";
  }
  if (warnings.length > 0) {
    return changes ? "update" : "warned";
  }
  return changes ? "update" : "same";
}

const otherImage = { ...inputs.image, checksum: { algorithm: "sha256", value: "b".repeat(64) } } as const;
const otherDisk = { name: "/dev/sda", serial: "SATA0001", sizeGiB: 447 };

describe("what a change of an installed machine comes to", () => {
  it.each<[string, Partial<MachineInputs>, Verdict]>([
    ["nothing", {}, "same"],
    ["the disk's kernel name", { rootDisk: { ...inputs.rootDisk, name: "/dev/nvme3n1" } }, "same"],
    ["leave to reinstall", { reinstall: { allow: true } }, "same"],
    [
      "another URL of the same image",
      { image: { ...inputs.image, url: "https://mirror.example.org/d.qcow2" } },
      "update",
    ],
    ["what deleting does", { onDestroy: "release" }, "update"],
    ["the endpoint's address", { route: { ...inputs.route, endpoint: "https://10.0.20.98:6385" } }, "update"],
    ["the image", { image: otherImage }, "refused"],
    ["user data", { userData: "#cloud-config\n" }, "refused"],
    ["user data that may wait", { userData: "#cloud-config\n", whenInstalled: "pending" }, "warned"],
    ["user data, allowed", { userData: "#cloud-config\n", reinstall: { allow: true } }, "update"],
    [
      "user data, where only the image may",
      { userData: "x", reinstall: { allow: true, triggers: ["image"] } },
      "refused",
    ],
    ["a token to rebuild", { rebuild: "2026-11" }, "update"],
    ["another disk, with a token to rebuild", { rootDisk: otherDisk, rebuild: "2026-11" }, "refused"],
    [
      "the host",
      { host: { ...inputs.host, nodeUuid: "00000000-0000-5000-8000-000000000000", hostId: "node-1" } },
      "refused",
    ],
  ])("%s: %s", (_what, change, expected) => {
    expect(verdict(stored, change)).toBe(expected);
  });

  it.each([["rootDisk"], ["userData"], ["host.nodeUuid"], ["host"], ["route.endpoint"]])(
    "%s that is not known yet is no change",
    (field) => {
      const change = {
        rootDisk: otherDisk,
        userData: "x",
        host: { ...inputs.host, nodeUuid: "?" },
        route: inputs.route,
      };
      const key = field.split(".")[0] as keyof typeof change;
      expect(verdict(stored, { [key]: change[key] }, [field])).toBe("same");
    },
  );

  it("a first install that did not end is no reinstall", () => {
    const { installed: _installed, ...rest } = stored;
    const unfinished = { ...rest, ironworks: { ...stored.ironworks, settled: false } };
    expect(verdict(unfinished, { image: otherImage, rootDisk: otherDisk })).toBe("update");
  });

  it("a machine that is lost, or whose last update did not end, is taken up again", () => {
    expect(verdict({ ...stored, observed: "lost" }, {})).toBe("update");
    expect(verdict({ ...stored, ironworks: { ...stored.ironworks, settled: false } }, {})).toBe("update");
  });

  it("the sentences name machine, host, field and disk, and the way out", () => {
    const { refusals } = machineLifecycle.diff(stored, { ...inputs, image: otherImage }, []);
    expect(refusals).toEqual([
      expect.stringMatching(
        /^`web-0` on host `node-0`: `image` changed, .* nvme0n1 \(serial NVME0001, 894 GiB\)\..* Next: to reinstall, write `reinstall: \{ allow: true \}`;/,
      ),
    ]);
    const host = { ...inputs.host, nodeUuid: "00000000-0000-5000-8000-000000000000", hostId: "node-1" };
    expect(machineLifecycle.diff(stored, { ...inputs, host }, []).refusals[0]).toContain(
      "`web-0` is on host `node-0` and cannot move to `node-1`",
    );
  });
});
