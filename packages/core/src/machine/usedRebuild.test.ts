import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RootDisk } from "../host/rootDisk.js";
import { InstanceImage } from "../image/instanceImage.js";
import { planMachineChange } from "./changePolicy.js";
import { type InstalledMachine, installedMachine, reinstalledMachine } from "./installedMachine.js";
import type { MachineSpec } from "./machineSpec.js";

const disk: RootDisk = { name: "/dev/nvme0n1", serial: "NV-0007", sizeGiB: 447 };
const image = InstanceImage.url("https://images.example/os.raw", { checksum: `sha256:${"a".repeat(64)}` });
const withToken = (rebuild: string | undefined): MachineSpec => ({ image, rebuild });
const plan = (now: InstalledMachine, spec: MachineSpec) => planMachineChange(now, spec, disk, { host: "rack3-u17" });

/** A machine that was installed once with each token, in that order. */
function installedWith(...tokens: readonly (string | undefined)[]): InstalledMachine {
  const [first, ...rest] = tokens.map((token) => installedMachine(withToken(token), disk, "key"));
  return rest.reduce(reinstalledMachine, first ?? expect.fail("no token"));
}

describe("a `rebuild` token that an earlier install has used", () => {
  it("is refused, with the last one by name", () => {
    expect(plan(installedWith("a", "b"), withToken("a"))).toEqual({
      kind: "refused",
      fields: ["rebuild"],
      disks: [disk],
      message:
        "host `rack3-u17`: `rebuild` is `a`, which an earlier install has used, so it is not leave to erase " +
        "nvme0n1 (serial NV-0007, 447 GiB). Nothing was done.",
      remedy:
        "if this is an old branch or a change that was taken back, put `b` back; " +
        "to reinstall, give `rebuild` a value that was never used",
    });
    expect(plan(installedWith("a", undefined), withToken("a"))).toMatchObject({
      kind: "refused",
      remedy: expect.stringContaining("take `rebuild` out"),
    });
  });

  it("is refused whatever else would allow a reinstall, and whatever else changed", () => {
    const now = installedWith("a", "b");
    const other = InstanceImage.url("https://images.example/other.raw", { checksum: `sha256:${"b".repeat(64)}` });
    for (const spec of [
      { ...withToken("a"), reinstall: { allow: true } },
      { ...withToken("a"), image: other },
      { ...withToken("a"), image: other, reinstall: { allow: true } },
    ]) {
      expect(plan(now, spec)).toMatchObject({ kind: "refused", fields: ["rebuild"] });
    }
  });

  it("never installs again, in whatever order tokens come; one that is new does, and the last one asks for nothing", () => {
    const token = fc.constantFrom("a", "b", "c", "d", undefined);
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 8 }), token, (used, next) => {
        const now = installedWith(...used);
        const wanted =
          next === undefined || next === used.at(-1) ? "no-change" : used.includes(next) ? "refused" : "reinstall";
        expect(plan(now, withToken(next)).kind).toBe(wanted);
      }),
    );
  });

  it("is not one whose install has not ended: it may be tried again", () => {
    expect(plan({ ...installedWith("a"), intact: "unknown" }, withToken("b")).kind).toBe("reinstall");
  });
});
