import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { type MachinePlan, planMachineChange, REINSTALL_FIELDS } from "./changePolicy.js";
import { installedMachine } from "./installedMachine.js";
import type { MachineSpec, ReinstallField } from "./machineSpec.js";

type Field = keyof MachineSpec;

const image = (digit: string) =>
  InstanceImage.url("https://images.example/os.qcow2", { checksum: `sha256:${digit.repeat(64)}` });
const disk: RootDisk = { name: "/dev/nvme0n1", serial: "NV-0007", sizeGiB: 447 };
const SPEC = {
  image: image("a"),
  rootDisk: disk,
  userData: "#cloud-config\n{}\n",
  networkData: { links: [] },
  metaData: { rack: "7" },
  rebuild: "2026-11",
};
/** Another value of each field. */
const OTHER = {
  image: image("b"),
  rootDisk: { name: "/dev/sda", serial: "WD-A1", sizeGiB: 1863 },
  userData: "#cloud-config\n{ }\n",
  networkData: { links: [{}] },
  metaData: { rack: "8" },
  rebuild: "2026-12",
} as const satisfies Record<ReinstallField, unknown>;

/** What a preview plans that does not know some of the fields. */
function preview(unknown: readonly Field[], more: Partial<MachineSpec> = {}): MachinePlan {
  const entries = Object.entries({ ...SPEC, ...more }).filter(([key]) => !unknown.includes(key as Field));
  const known = Object.fromEntries(entries) as unknown as MachineSpec;
  return planMachineChange(installedMachine(SPEC, disk, "key"), known, undefined, {
    unknown,
    host: "rack3-u17",
    inputKey: "key",
  });
}

describe("values that are not known yet", () => {
  const where = "of host `rack3-u17` and install anew";
  const changed = { userData: OTHER.userData };

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
        why: `\`${field}\` is not known yet`,
        message: `may erase ${disks} ${where}: \`${field}\` is not known yet`,
      });
    }
  });

  it.each<Field>(["userData", "networkData", "metaData", "rootDisk"])(
    "%s may be refused where it is not, and changes nothing",
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
      why: "`userData` changed",
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
        why: `\`userData\` changed, and \`${field}\` is not known yet`,
        message:
          `may erase nvme0n1 (serial NV-0007, 447 GiB) ${where}, or be refused: ` +
          `\`userData\` changed, and \`${field}\` is not known yet`,
      });
    },
  );

  it("nothing changes where only the policy is not known", () => {
    expect(preview(["reinstall", "whenInstalled"])).toEqual({ kind: "no-change" });
  });

  it("a preview that does not know everything never hides a write, and refuses nothing that is allowed", () => {
    const changes = fc.uniqueArray(fc.constantFrom(...REINSTALL_FIELDS));
    const triggers = fc.option(changes, { nil: undefined });
    const policy = fc.option(fc.record({ allow: fc.boolean(), triggers }), { nil: undefined });
    const whenInstalled = fc.constantFrom("refuse" as const, "pending" as const, undefined);
    const some = fc.uniqueArray(fc.constantFrom<Field>(...REINSTALL_FIELDS, "reinstall", "whenInstalled"));
    fc.assert(
      fc.property(changes, policy, whenInstalled, some, (changed, reinstall, when, unknown) => {
        const wanted = Object.fromEntries(changed.map((field) => [field, OTHER[field]]));
        const more = { ...wanted, reinstall, whenInstalled: when };
        const before = preview(unknown, more);
        const then = preview([], more);
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
});
