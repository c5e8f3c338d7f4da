import { installedMachine } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { machineLifecycle } from "./machineLifecycle.js";
import type { MachineInputs, MachineOutputs } from "./machineRecord.js";

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

/** `wipe`: an update that warns of a write. */
type Verdict = "same" | "update" | "wipe" | "refused" | "warned" | "noted";

function verdict(now: MachineOutputs, change: Partial<MachineInputs>, unknown: readonly string[] = []): Verdict {
  const { changes, refusals, warnings, notes } = machineLifecycle.diff(now, { ...inputs, ...change }, unknown);
  if (refusals.length > 0) {
    return "refused";
  }
  if (warnings.length > 0) {
    return changes ? "wipe" : "warned";
  }
  if (notes.length > 0 && !changes) {
    return "noted";
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
    ["what deleting does", { onDestroy: "deprovision" }, "update"],
    ["the endpoint's address", { route: { ...inputs.route, endpoint: "https://10.0.20.98:6385" } }, "update"],
    ["the image", { image: otherImage }, "refused"],
    ["user data", { userData: "#cloud-config\n" }, "refused"],
    ["user data that may wait", { userData: "#cloud-config\n", whenInstalled: "pending" }, "warned"],
    ["user data, allowed", { userData: "#cloud-config\n", reinstall: { allow: true } }, "wipe"],
    [
      "user data, where only the image may",
      { userData: "x", reinstall: { allow: true, triggers: ["image"] } },
      "refused",
    ],
    ["another disk, allowed", { rootDisk: otherDisk, reinstall: { allow: true } }, "wipe"],
    ["a token to rebuild", { rebuild: "2026-11" }, "wipe"],
    ["another disk, with a token to rebuild", { rootDisk: otherDisk, rebuild: "2026-11" }, "refused"],
    [
      "the host",
      { host: { ...inputs.host, nodeUuid: "00000000-0000-5000-8000-000000000000", hostId: "node-1" } },
      "refused",
    ],
  ])("%s: %s", (_what, change, expected) => {
    expect(verdict(stored, change)).toBe(expected);
  });

  it.each<[string, Verdict, Verdict]>([
    ["rootDisk", "noted", "wipe"],
    ["userData", "noted", "wipe"],
    ["metaData.rack", "noted", "wipe"],
    ["image.checksum", "refused", "wipe"],
    ["rebuild", "wipe", "wipe"],
    ["host.nodeUuid", "same", "same"],
    ["host", "same", "same"],
    ["route.endpoint", "same", "same"],
  ])("%s that is not known yet: %s, where it may reinstall: %s", (field, expected, allowed) => {
    const values = {
      rootDisk: otherDisk,
      userData: "x",
      metaData: { rack: "8" },
      image: otherImage,
      rebuild: "x",
      host: { ...inputs.host, nodeUuid: "?" },
      route: inputs.route,
    };
    const key = field.split(".")[0] as keyof typeof values;
    expect(verdict(stored, { [key]: values[key] }, [field])).toBe(expected);
    expect(verdict(stored, { [key]: values[key], reinstall: { allow: true } }, [field])).toBe(allowed);
  });

  it("a first install that did not end is not a reinstall, and says that it will write", () => {
    const { installed: _installed, ...rest } = stored;
    const unfinished = { ...rest, ironworks: { ...stored.ironworks, settled: false } };
    expect(machineLifecycle.diff(unfinished, { ...inputs, image: otherImage, rootDisk: otherDisk }, [])).toEqual({
      changes: true,
      refusals: [],
      warnings: [
        "will write `image` to sda (serial SATA0001, 447 GiB) of host `node-0`: " +
          "the last install did not end (one that is still under way is waited for)",
      ],
      notes: [],
    });
  });

  it("after a reinstall that failed, a disk that may be broken is written again only with leave, and says so", () => {
    const failed = (intact: "yes" | "unknown"): MachineOutputs => ({
      ...stored,
      installed: { imageChecksum: `sha256:${"a".repeat(64)}`, rootDisk: inputs.rootDisk, intact },
      ironworks: { ...stored.ironworks, settled: false },
    });
    const allowed = { ...inputs, reinstall: { allow: true } };
    expect(machineLifecycle.diff(failed("unknown"), allowed, [])).toMatchObject({
      changes: true,
      warnings: [
        "will erase nvme0n1 (serial NVME0001, 894 GiB) of host `node-0` and install anew: " +
          "a later install failed, and the disk is not known to be intact",
      ],
    });
    expect(machineLifecycle.diff(failed("unknown"), inputs, [])).toMatchObject({
      changes: true,
      warnings: [],
      notes: [expect.stringMatching(/^may be refused: /)],
    });
    expect(machineLifecycle.diff(failed("yes"), allowed, [])).toMatchObject({ changes: true, warnings: [], notes: [] });
  });

  it("a machine that a refresh found after somebody else's failed reinstall is brought back", () => {
    for (const intact of ["yes", "unknown"] as const) {
      const installed = { imageChecksum: `sha256:${"a".repeat(64)}`, rootDisk: inputs.rootDisk, intact };
      expect(verdict({ ...stored, installed }, {})).toBe("update");
    }
  });

  it("a machine that is lost, or whose last update did not end, is taken up again", () => {
    expect(verdict({ ...stored, observed: "lost" }, {})).toBe("update");
    expect(verdict({ ...stored, ironworks: { ...stored.ironworks, settled: false } }, {})).toBe("update");
  });

  it("what will or may be erased is named, with the reason", () => {
    const allowed = { ...inputs, reinstall: { allow: true } };
    const disk = "nvme0n1 (serial NVME0001, 894 GiB)";
    expect(machineLifecycle.diff(stored, { ...allowed, image: otherImage, userData: "x" }, []).warnings).toEqual([
      `will erase ${disk} of host \`node-0\` and install anew: \`image\`, \`userData\` changed`,
    ]);
    expect(machineLifecycle.diff(stored, allowed, ["userData", "host"]).warnings).toEqual([
      `may erase ${disk} of host \`node-0\` and install anew: \`userData\` is not known yet`,
    ]);
    expect(machineLifecycle.diff(stored, inputs, ["metaData"])).toEqual({
      changes: false,
      refusals: [],
      warnings: [],
      notes: ["may be refused: `metaData` is not known yet, and only a reinstall changes it"],
    });
  });

  it("a create says what it will write, as far as that is known", () => {
    const first = "first install, unless this stack installed it there before";
    expect(machineLifecycle.warningsOfCreate(inputs, [])).toEqual([
      `will write \`image\` to nvme0n1 (serial NVME0001, 894 GiB) of host \`node-0\`: ${first}`,
    ]);
    expect(machineLifecycle.warningsOfCreate(inputs, ["rootDisk", "host.nodeUuid", "userData"])).toEqual([
      `will write \`image\` to a disk of host \`node-0\` that is not known until the host is inspected: ${first}`,
    ]);
  });

  it("the sentences name machine, host, field and disk, and the way out", () => {
    const { refusals } = machineLifecycle.diff(stored, { ...inputs, image: otherImage }, []);
    expect(refusals).toEqual([
      expect.stringMatching(
        /^`web-0` on host `node-0`: `image` changed, .* nvme0n1 \(serial NVME0001, 894 GiB\)\..* next: to reinstall, write `reinstall: \{ allow: true \}`;/,
      ),
    ]);
    const host = { ...inputs.host, nodeUuid: "00000000-0000-5000-8000-000000000000", hostId: "node-1" };
    expect(machineLifecycle.diff(stored, { ...inputs, host }, []).refusals[0]).toContain(
      "`web-0` is on host `node-0` and cannot move to `node-1`",
    );
  });
});

describe("user data of a machine whose key is lost", () => {
  const wanted = { ...inputs, userData: "#cloud-config\n" };
  const installed = installedMachine(wanted, inputs.rootDisk, "key");

  it("is compared where the state has the key", () => {
    const now = { ...stored, installed, inputKey: "key" };
    expect(verdict(now, wanted)).toBe("same");
    expect(verdict(now, { userData: "other", reinstall: { allow: true } })).toBe("wipe");
  });

  it("is no reason to write, and said", () => {
    const now = { ...stored, installed };
    const { changes, warnings, refusals, notes } = machineLifecycle.diff(
      now,
      { ...wanted, userData: "other", reinstall: { allow: true } },
      [],
    );
    expect([changes, warnings, refusals]).toEqual([true, [], []]);
    expect(notes).toEqual([expect.stringMatching(/`userData`.*cannot be told.*nothing is installed anew/)]);
    expect(machineLifecycle.diff(now, wanted, ["userData"]).notes.join()).not.toMatch(/cannot be told/);
  });
});
