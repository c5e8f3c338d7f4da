import type { InstalledMachine } from "@ironworks/core";
import type { MachineRecord } from "@ironworks/driver";
import { describe, expect, it } from "vitest";
import type { NodeSummary } from "../api/node.js";
import { installedOn, stillInstalledOn } from "./machineState.js";

const image = (checksum: string): InstalledMachine => ({
  imageChecksum: `sha256:${checksum}`,
  rootDisk: { name: "/dev/sda", serial: "S1", sizeGiB: 447 },
});
const [first, second] = [image("01"), image("02")];
const record: MachineRecord = {
  owner: "acme/metal/test",
  machineId: "web-0",
  incarnation: "i1",
  instanceUuid: "0b0b0b0b-0000-4000-8000-000000000001",
  installed: first,
};
const node = (provision_state: string, provision_updated_at = "t2") =>
  ({ provision_state, provision_updated_at }) as NodeSummary;
const INSTALLING = ["deploying", "wait call-back", "deploy hold", "deploy failed"];

describe("what counts as installed", () => {
  it("of a first install: nothing until it ended", () => {
    const begun = { ...record, firstInstall: true };
    for (const state of ["available", ...INSTALLING]) {
      expect(installedOn(node(state), begun)).toBeUndefined();
    }
    expect(installedOn(node("active"), begun)).toBe(first);
  });

  it.each(INSTALLING)("afterwards it stays what it was in `%s`, and is not known to be intact", (state) => {
    expect(installedOn(node(state), record)).toEqual({ ...first, intact: "unknown" });
    const reinstall = { installed: second, before: "t1" };
    expect(installedOn(node(state), { ...record, reinstall })).toEqual({ ...first, intact: "unknown" });
  });

  it("it is intact as long as nothing happened since that was shown", () => {
    const shown = { ...record, intactAt: "t2" };
    expect(installedOn(node("deploy failed", "t2"), shown)?.intact).toBe("yes");
    expect(installedOn(node("deploy failed", "t3"), shown)?.intact).toBe("unknown");
    expect(installedOn(node("deploying", "t2"), shown)?.intact).toBe("unknown");
  });

  it("a reinstall that went out and ended well is what is installed", () => {
    const reinstall = { installed: second, before: "t1" };
    expect(installedOn(node("active"), { ...record, reinstall })).toBe(second);
    expect(installedOn(node("active", "t1"), { ...record, reinstall })).toBe(first);
  });

  it("who saw it installed knows better than a record that was never finished", () => {
    const begun = { ...record, firstInstall: true };
    expect(stillInstalledOn(node("deploy failed"), begun, first)).toEqual({ ...first, intact: "unknown" });
    expect(stillInstalledOn(node("deploy failed"), begun, undefined)).toBeUndefined();
  });

  it("what others do to a machine that runs leaves it installed", () => {
    expect(installedOn(node("rescue"), record)).toBe(first);
  });

  it("a machine that was undeployed is not installed", () => {
    expect(installedOn(node("available"), record)).toBeUndefined();
    expect(installedOn(node("deleting"), record)).toBeUndefined();
  });
});
