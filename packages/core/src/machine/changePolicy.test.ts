import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { MACHINE_FIELDS, planMachineChange, REINSTALL_FIELDS } from "./changePolicy.js";
import { type InstalledMachine, installedMachine } from "./installedMachine.js";
import type { MachineSpec, ReinstallField } from "./machineSpec.js";

function image(digit: string, url = "https://images.example/os.qcow2") {
  return InstanceImage.url(url, { checksum: `sha256:${digit.repeat(64)}` });
}

const disk: RootDisk = { name: "/dev/nvme0n1", serial: "NV-0007", sizeGiB: 447 };
const otherDisk: RootDisk = { name: "/dev/sda", serial: "WD-A1", sizeGiB: 1863 };
const spec: MachineSpec = {
  image: image("a"),
  userData: "#cloud-config\n{}\n",
  networkData: { links: [] },
  metaData: { rack: "7" },
  rebuild: "2026-11",
};
const inputKey = "a key of this test";
const installed = installedMachine(spec, disk, inputKey);

const CHANGES: Readonly<Record<ReinstallField, { spec?: Partial<MachineSpec>; disk?: RootDisk }>> = {
  image: { spec: { image: image("b") } },
  rootDisk: { disk: otherDisk },
  userData: { spec: { userData: "#cloud-config\n{ }\n" } },
  networkData: { spec: { networkData: { links: [{}] } } },
  metaData: { spec: { metaData: { rack: "8" } } },
  rebuild: { spec: { rebuild: "2026-12" } },
};

function plan(
  fields: readonly ReinstallField[],
  more: Partial<MachineSpec> = {},
  now: InstalledMachine | undefined = installed,
) {
  const changed = Object.assign({}, spec, ...fields.map((field) => CHANGES[field].spec), more) as MachineSpec;
  const resolved = fields.includes("rootDisk") ? otherDisk : disk;
  return planMachineChange(now, changed, resolved, { host: "rack3-u17", inputKey });
}

it("what is installed is recorded by identity, without secrets", () => {
  expect(installed).toEqual({
    imageChecksum: `sha256:${"a".repeat(64)}`,
    imageUrl: "https://images.example/os.qcow2",
    rootDisk: disk,
    userDataHash: expect.stringMatching(/^hmac:[0-9a-f]{8}:[0-9a-f]{64}$/),
    networkDataHash: expect.stringMatching(/^hmac:[0-9a-f]{8}:[0-9a-f]{64}$/),
    metaDataHash: expect.stringMatching(/^hmac:[0-9a-f]{8}:[0-9a-f]{64}$/),
    rebuild: "2026-11",
  });
  expect(
    installedMachine({ image: image("a"), userData: "", metaData: {}, networkData: undefined }, disk, inputKey),
  ).toEqual({
    imageChecksum: `sha256:${"a".repeat(64)}`,
    imageUrl: "https://images.example/os.qcow2",
    rootDisk: disk,
  });
});

describe("no change", () => {
  it.each<[string, Partial<MachineSpec>]>([
    ["the same", {}],
    ["another URL of the same image", { image: image("a", "https://mirror.example/os.qcow2") }],
    ["keys in another order", { networkData: { links: [] } }],
    ["the token taken away", { rebuild: undefined }],
    ["leave to reinstall, without a reason to", { reinstall: { allow: true } }],
  ])("%s", (_, more) => {
    expect(plan([], more)).toEqual({ kind: "no-change" });
  });

  it("a disk that has another name now, or that the caller does not know", () => {
    expect(planMachineChange(installed, spec, { ...disk, name: "/dev/nvme3n1" }, { inputKey })).toEqual({
      kind: "no-change",
    });
    expect(planMachineChange(installed, spec, undefined, { inputKey })).toEqual({ kind: "no-change" });
  });
});

it("nothing installed is a first install, whatever changed since it failed; it names host and disk", () => {
  expect(planMachineChange(undefined, spec, disk, { host: "rack3-u17" })).toEqual({
    kind: "first-install",
    message: "will write `image` to nvme0n1 (serial NV-0007, 447 GiB) of host `rack3-u17`",
  });
  const unknown = ["image", "rootDisk"] as const;
  expect(planMachineChange(undefined, spec, disk, { host: "rack3-u17", unknown })).toEqual({
    kind: "first-install",
    message: "will write `image` to a disk of host `rack3-u17` that is not known until the host is inspected",
  });
});

describe("refused", () => {
  it.each(REINSTALL_FIELDS.filter((field) => field !== "rebuild"))("%s", (field) => {
    expect(plan([field])).toMatchObject({ kind: "refused", fields: [field] });
    expect(plan([field], { reinstall: { allow: false } })).toMatchObject({ kind: "refused", fields: [field] });
    const others = REINSTALL_FIELDS.filter((other) => other !== field);
    expect(plan([field], { reinstall: { allow: true, triggers: others } })).toMatchObject({ kind: "refused" });
    expect(plan([field], { reinstall: { allow: true, triggers: [] } })).toMatchObject({ kind: "refused" });
  });

  it("names host, field, disk and every way out", () => {
    expect(plan(["userData"])).toEqual({
      kind: "refused",
      fields: ["userData"],
      disks: [disk],
      message:
        "host `rack3-u17`: `userData` changed, which only a reinstall applies. " +
        "That would erase nvme0n1 (serial NV-0007, 447 GiB). Nothing was done.",
      remedy:
        'to reinstall, write `reinstall: { allow: true }`; for this once, give `rebuild: "…"` a new value; ' +
        'to apply it at the next install, write `whenInstalled: "pending"`; else, undo the change',
    });
    expect(plan(["image"])).toMatchObject({ remedy: expect.not.stringContaining("pending") });
  });

  it("another disk puts both at stake, and a token does not allow it", () => {
    expect(plan(["rootDisk"])).toMatchObject({
      disks: [disk, otherDisk],
      message: expect.stringMatching(
        /from nvme0n1 \(serial NV-0007, 447 GiB\) to sda \(serial WD-A1, 1863 GiB\): data on both disks/,
      ),
      remedy: expect.not.stringContaining("rebuild"),
    });
    expect(plan(["rootDisk", "rebuild"])).toMatchObject({ kind: "refused", fields: ["rootDisk"] });
  });

  it("user data taken away is a change", () => {
    expect(plan([], { userData: undefined })).toMatchObject({ kind: "refused", fields: ["userData"] });
  });

  it("what may not wait, though the rest does", () => {
    expect(plan(["image", "userData"], { whenInstalled: "pending" })).toMatchObject({
      kind: "refused",
      fields: ["image"],
    });
  });

  it("an image that is not known yet", () => {
    const unknown = { unknown: ["image" as const], host: "rack3-u17" };
    expect(planMachineChange(installed, spec, disk, unknown)).toMatchObject({
      kind: "refused",
      fields: ["image"],
      message: expect.stringContaining("not known yet"),
    });
    const allowed = { ...spec, reinstall: { allow: true } };
    expect(planMachineChange(installed, allowed, disk, unknown).kind).toBe("may-reinstall");
    expect(planMachineChange(installed, { ...spec, rebuild: "now" }, disk, unknown)).toMatchObject({
      fields: ["rebuild"],
    });
  });
});

describe("reinstall", () => {
  it.each(REINSTALL_FIELDS)("%s, where it is allowed", (field) => {
    expect(plan([field], { reinstall: { allow: true } })).toMatchObject({ kind: "reinstall", fields: [field] });
    expect(plan([field], { reinstall: { allow: true, triggers: [field] } })).toMatchObject({ kind: "reinstall" });
  });

  it("names what is erased", () => {
    expect(plan(["image"], { reinstall: { allow: true } })).toEqual({
      kind: "reinstall",
      fields: ["image"],
      disks: [disk],
      why: "`image` changed",
      message: "will erase nvme0n1 (serial NV-0007, 447 GiB) of host `rack3-u17` and install anew: `image` changed",
    });
    expect(plan(["rootDisk", "userData"], { reinstall: { allow: true } })).toMatchObject({
      disks: [disk, otherDisk],
      message:
        "will erase sda (serial WD-A1, 1863 GiB) of host `rack3-u17` and install anew, " +
        "in place of nvme0n1 (serial NV-0007, 447 GiB): `rootDisk`, `userData` changed",
    });
  });

  it("a new token allows what came with it", () => {
    expect(plan(["rebuild", "image", "userData"])).toMatchObject({
      kind: "reinstall",
      fields: ["image", "userData", "rebuild"],
    });
    expect(plan(["rebuild", "userData"], { whenInstalled: "pending" })).toMatchObject({
      kind: "reinstall",
      fields: ["userData", "rebuild"],
    });
  });
});

describe("after a later install that failed", () => {
  const failed = (intact: "yes" | "unknown", more: Partial<MachineSpec> = {}) =>
    plan([], more, { ...installed, intact });

  it("a disk that is not known to be intact is written again where the image may be", () => {
    const anew = {
      kind: "reinstall",
      disks: [disk],
      why: "a later install failed, and the disk is not known to be intact",
      message:
        "will erase nvme0n1 (serial NV-0007, 447 GiB) of host `rack3-u17` and install anew: " +
        "a later install failed, and the disk is not known to be intact",
    };
    expect(failed("unknown", { reinstall: { allow: true } })).toEqual({ ...anew, fields: ["image"] });
    expect(failed("unknown", { reinstall: { allow: true, triggers: ["image"] } })).toEqual({
      ...anew,
      fields: ["image"],
    });
    const waiting = { userData: "#cloud-config\n{ }\n", whenInstalled: "pending", reinstall: { allow: true } } as const;
    expect(failed("unknown", waiting)).toEqual({ ...anew, fields: ["image", "userData"] });
    expect(failed("unknown", { rebuild: "2026-12" })).toMatchObject({ kind: "reinstall", fields: ["rebuild"] });
  });

  it("it is not written where it may not be, which is said; nor where it is intact", () => {
    for (const reinstall of [undefined, { allow: false }, { allow: true, triggers: ["userData" as const] }]) {
      expect(failed("unknown", { reinstall })).toEqual({
        kind: "no-change",
        doubt: "may be refused: a later install failed, and the disk is not known to be intact",
      });
    }
    expect(failed("yes", { reinstall: { allow: true } })).toEqual({ kind: "no-change" });
  });
});

describe("pending", () => {
  it.each(REINSTALL_FIELDS)("%s waits only where it may", (field) => {
    const waits = MACHINE_FIELDS[field].mayWait === true;
    const planned = plan([field], { whenInstalled: "pending" });
    expect(planned.kind).toBe(waits ? "pending" : field === "rebuild" ? "reinstall" : "refused");
    if (planned.kind === "pending") {
      expect(planned.message).toContain(`\`${field}\` changed and will be applied`);
    }
  });

  it("waits even where a reinstall would be allowed", () => {
    expect(plan(["userData"], { whenInstalled: "pending", reinstall: { allow: true } }).kind).toBe("pending");
  });
});

describe("properties", () => {
  const fields = fc.uniqueArray(fc.constantFrom(...REINSTALL_FIELDS));
  const policy = fc.option(
    fc.record({
      allow: fc.boolean(),
      triggers: fc.option(fc.uniqueArray(fc.constantFrom(...REINSTALL_FIELDS)), { nil: undefined }),
    }),
    { nil: undefined },
  );
  const whenInstalled = fc.constantFrom("refuse" as const, "pending" as const, undefined);

  it("a disk is written only where each pressing change is allowed, by name or by a token", () => {
    fc.assert(
      fc.property(fields, policy, whenInstalled, (changed, reinstall, when) => {
        const planned = plan(changed, { reinstall, whenInstalled: when });
        if (planned.kind !== "reinstall") {
          return;
        }
        const allowed = reinstall?.allow ? (reinstall.triggers ?? REINSTALL_FIELDS) : [];
        const token = changed.includes("rebuild");
        for (const field of changed) {
          const waits = when === "pending" && MACHINE_FIELDS[field].mayWait;
          expect(waits || allowed.includes(field) || (token && field !== "rootDisk")).toBe(true);
        }
        expect(changed.some((field) => !(when === "pending" && MACHINE_FIELDS[field].mayWait))).toBe(true);
        expect([...planned.fields].sort()).toEqual([...changed].sort());
      }),
    );
  });

  it("after what was planned is done, the same spec changes nothing", () => {
    fc.assert(
      fc.property(fields, policy, whenInstalled, (changed, reinstall, when) => {
        const planned = plan(changed, { reinstall, whenInstalled: when });
        if (planned.kind !== "reinstall") {
          return;
        }
        const done = Object.assign({}, spec, ...changed.map((field) => CHANGES[field].spec), {
          reinstall,
        }) as MachineSpec;
        const target = changed.includes("rootDisk") ? otherDisk : disk;
        expect(planMachineChange(installedMachine(done, target, inputKey), done, target, { inputKey })).toEqual({
          kind: "no-change",
        });
      }),
    );
  });

  it("every change of what an install applies is said: none is silently lost", () => {
    fc.assert(
      fc.property(
        fields.filter((some) => some.length > 0),
        policy,
        whenInstalled,
        (changed, reinstall, when) => {
          expect(["reinstall", "refused", "pending"]).toContain(plan(changed, { reinstall, whenInstalled: when }).kind);
        },
      ),
    );
  });
});
