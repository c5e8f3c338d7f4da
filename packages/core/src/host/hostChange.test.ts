import { describe, expect, it } from "vitest";
import { type HostDeed, hostDeedSaidBy, type KnownHost, planHostChange } from "./hostChange.js";
import type { HostSpec } from "./hostSpec.js";

const bmc = { address: "redfish://192.0.2.1/redfish/v1/Systems/1" };
const idle: KnownHost = { powerState: "off", observed: "present", inspected: true };

describe("what a host's resource does to its server", () => {
  it.each<[Partial<HostSpec>, KnownHost | undefined, HostDeed | undefined, string]>([
    [
      {},
      undefined,
      "boot-ramdisk",
      "will power on and boot the deploy ramdisk on host `n` to inspect it; disks are not written: enrolment, unless this stack enrolled it before",
    ],
    [
      { online: true, inspectionMode: "fast" },
      undefined,
      "inspect-by-bmc",
      "will inspect through its BMC host `n`, then power it on; disks are not written: enrolment, unless this stack enrolled it before",
    ],
    [
      {},
      { ...idle, inspected: false },
      "boot-ramdisk",
      "will power on and boot the deploy ramdisk on host `n` to inspect it; disks are not written: the last enrolment did not end",
    ],
    [{ online: true }, idle, "power-on", "will power on host `n`: `online` is true, and it is off"],
    [
      { online: false },
      { ...idle, powerState: "on" },
      "power-off",
      "will shut down host `n`, and cut its power if its system does not answer: `online` is false, and it is on",
    ],
    [{ online: false }, idle, undefined, ""],
    [{ online: true }, { ...idle, powerState: "unknown" }, undefined, ""],
    [{ online: true }, { ...idle, observed: "lost" }, undefined, ""],
    [{}, idle, undefined, ""],
  ])("%j, known as %j: %s", (spec, known, kind, message) => {
    const change = planHostChange(known, { bmc, ...spec }, "n");
    expect([change?.kind, change?.message ?? ""]).toEqual([kind, message]);
    expect(hostDeedSaidBy(message)).toBe(kind);
  });

  it("of a power that is not known yet nothing is said", () => {
    expect(planHostChange(idle, { bmc, online: true }, "n", ["online"])).toBeUndefined();
  });
});
