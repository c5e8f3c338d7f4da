import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InstalledMachine } from "../driver/driver.js";
import { InstanceImage } from "../image/instanceImage.js";
import {
  installedMachine,
  MACHINE_FIELDS,
  planMachineChange,
  REINSTALL_FIELDS,
  type ReinstallField,
} from "./changePolicy.js";
import type { MachineSpec, RootDisk } from "./machineSpec.js";

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
const installed = installedMachine(spec, disk);

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
  return planMachineChange(now, changed, resolved, { host: "rack3-u17" });
}

it("what is installed is recorded by identity, without secrets", () => {
  expect(installed).toEqual({
    imageChecksum: `sha256:${"a".repeat(64)}`,
    rootDisk: disk,
    userDataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    networkDataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    metaDataHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    rebuild: "2026-11",
  });
  expect(installedMachine({ image: image("a"), userData: "", metaData: {}, networkData: undefined }, disk)).toEqual({
    imageChecksum: `sha256:${"a".repeat(64)}`,
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
    expect(planMachineChange(installed, spec, { ...disk, name: "/dev/nvme3n1" })).toEqual({ kind: "no-change" });
    expect(planMachineChange(installed, spec, undefined)).toEqual({ kind: "no-change" });
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

describe("values that are not known yet", () => {
  type Field = keyof MachineSpec;
  const preview = (unknown: readonly Field[], more: Partial<MachineSpec> = {}) => {
    const known = Object.fromEntries(
      Object.entries({ ...spec, ...more }).filter(([key]) => !unknown.includes(key as Field)),
    );
    const resolved = unknown.includes("rootDisk") ? undefined : disk;
    return planMachineChange(installed, known as unknown as MachineSpec, resolved, { unknown, host: "rack3-u17" });
  };
  const where = "of host `rack3-u17` and install anew";
  const changed = { userData: "#cloud-config\n{ }\n" };

  it.each<[Field, string]>([
    ["image", "nvme0n1 (serial NV-0007, 447 GiB)"],
    ["userData", "nvme0n1 (serial NV-0007, 447 GiB)"],
    ["networkData", "nvme0n1 (serial NV-0007, 447 GiB)"],
    ["metaData", "nvme0n1 (serial NV-0007, 447 GiB)"],
    ["rootDisk", "nvme0n1 (serial NV-0007, 447 GiB) or another disk"],
  ])("%s may reinstall where that is allowed", (field, disks) => {
    for (const triggers of [undefined, [field as ReinstallField]]) {
      expect(preview([field], { reinstall: { allow: true, triggers } })).toEqual({
        kind: "may-reinstall",
        fields: [field],
        disks: [disk],
        message: `may erase ${disks} ${where}: \`${field}\` is not known yet`,
      });
    }
  });

  it.each<Field>(["userData", "networkData", "metaData", "rootDisk"])(
    "%s may be refused where it is not, and is no change",
    (field) => {
      for (const reinstall of [undefined, { allow: false }, { allow: true, triggers: ["image" as const] }]) {
        expect(preview([field], { reinstall })).toEqual({
          kind: "no-change",
          doubt: `may be refused: \`${field}\` is not known yet, and only a reinstall changes it`,
        });
      }
    },
  );

  it("several are named together, a token too, which is always allowed", () => {
    expect(preview(["userData", "metaData"], { reinstall: { allow: true } })).toMatchObject({
      message: `may erase nvme0n1 (serial NV-0007, 447 GiB) ${where}: \`userData\`, \`metaData\` are not known yet`,
    });
    expect(preview(["rebuild"])).toMatchObject({
      kind: "may-reinstall",
      message: expect.stringMatching(/install anew: `rebuild` is not known yet$/),
    });
  });

  it("what waits for the next install starts none", () => {
    const policy = { whenInstalled: "pending", reinstall: { allow: true } } as const;
    expect(preview(["userData", "networkData", "metaData"], policy)).toEqual({ kind: "no-change" });
    expect(preview(["metaData"], { ...policy, ...changed })).toMatchObject({ kind: "pending", fields: ["userData"] });
  });

  it("a reinstall that is certain stays certain, and says what may still stop it", () => {
    const reinstall = { allow: true, triggers: ["userData" as const] };
    expect(preview(["metaData", "rootDisk"], { ...changed, reinstall })).toEqual({
      kind: "reinstall",
      fields: ["userData"],
      disks: [disk],
      message: `will erase nvme0n1 (serial NV-0007, 447 GiB) ${where}: \`userData\` changed`,
      doubt: "may be refused: `rootDisk`, `metaData` are not known yet, and only a reinstall changes them",
    });
    expect(preview(["rootDisk"], { ...changed, reinstall: { allow: true } })).toMatchObject({
      kind: "reinstall",
      message: expect.stringContaining("will erase nvme0n1 (serial NV-0007, 447 GiB) or another disk of host"),
    });
  });

  it.each<[Field]>([["reinstall"], ["rebuild"], ["whenInstalled"]])(
    "a change is not refused before %s is known, which may allow it",
    (field) => {
      expect(preview([field], changed)).toEqual({
        kind: "may-reinstall",
        fields: expect.arrayContaining(["userData"]),
        disks: [disk],
        message:
          `may erase nvme0n1 (serial NV-0007, 447 GiB) ${where}, or be refused: ` +
          `\`userData\` changed, and \`${field}\` is not known yet`,
      });
    },
  );

  it("nothing changes where only the policy is not known", () => {
    expect(preview(["reinstall", "whenInstalled"])).toEqual({ kind: "no-change" });
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

  it("after what was planned is done, the same spec is no change", () => {
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
        expect(planMachineChange(installedMachine(done, target), done, target)).toEqual({ kind: "no-change" });
      }),
    );
  });

  it("a preview that does not know everything never hides a write, and refuses nothing that is allowed", () => {
    const keys = ["image", "rootDisk", "userData", "networkData", "metaData", "rebuild", "reinstall", "whenInstalled"];
    const some = fc.uniqueArray(fc.constantFrom(...(keys as (keyof MachineSpec)[])));
    fc.assert(
      fc.property(fields, policy, whenInstalled, some, (changed, reinstall, when, unknown) => {
        const all = Object.assign({}, spec, ...changed.map((field) => CHANGES[field].spec), {
          reinstall,
          whenInstalled: when,
        }) as MachineSpec;
        const known = Object.fromEntries(
          Object.entries(all).filter(([key]) => !unknown.includes(key as keyof MachineSpec)),
        );
        const resolved = changed.includes("rootDisk") ? otherDisk : disk;
        const before = planMachineChange(installed, known as unknown as MachineSpec, resolved, { unknown });
        const then = planMachineChange(installed, all, resolved);
        const warns = before.kind === "reinstall" || before.kind === "may-reinstall";
        const doubt = "doubt" in before && before.doubt !== undefined;
        switch (then.kind) {
          case "reinstall":
            expect(warns || (before.kind === "refused" && before.fields.includes("image"))).toBe(true);
            break;
          case "refused":
            expect(before.kind === "refused" || before.kind === "may-reinstall" || doubt).toBe(true);
            break;
          default:
            expect(before.kind === "reinstall" || before.kind === "refused").toBe(
              before.kind === "refused" && unknown.includes("image"),
            );
        }
      }),
      { numRuns: 500 },
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
