import { describe, expect, it } from "vitest";
import { sampleHardware } from "../testing/fakeDriver.js";
import { hostLifecycle } from "./hostLifecycle.js";
import type { HostInputs, HostOutputs } from "./hostRecord.js";

const inputs: HostInputs = {
  ironworks: { resource: "BareMetalHost", version: 1, name: "node-0", owner: "org/app/dev" },
  route: { kind: "ironic", name: "site-a", endpoint: "https://10.0.20.99:6385" },
  bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "hunter2" },
};
const state = {
  owner: "org/app/dev",
  hostId: "node-0",
  incarnation: "i1",
  nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11",
  bmcEndpoint: "10.0.1.2/redfish/v1/Systems/1",
  provisionState: "available",
  powerState: "off",
  observed: "present",
  hardware: sampleHardware,
} as const;
const stored: HostOutputs = hostLifecycle.outputs(inputs, state, true);

const ENROLS =
  "will power on and boot the deploy ramdisk on host `node-0` to inspect it; disks are not written: " +
  "enrolment, unless this stack enrolled it before";

describe("what a preview says of a server's power", () => {
  it("of a create: the first boot", () => {
    expect(hostLifecycle.warningsOfCreate(inputs, [])).toEqual([ENROLS]);
    expect(hostLifecycle.warningsOfCreate(inputs, ["online"])).toEqual([ENROLS]);
  });

  it.each<[string, Partial<HostInputs>, Partial<HostOutputs>, readonly string[], readonly string[]]>([
    ["nothing", {}, {}, [], []],
    ["power on", { online: true }, {}, [], ["will power on host `node-0`: `online` is true, and it is off"]],
    [
      "power off",
      { online: false },
      { powerState: "on" },
      [],
      [
        "will shut down host `node-0`, and cut its power if its system does not answer: `online` is false, and it is on",
      ],
    ],
    ["a power that is not known yet", {}, {}, ["online"], []],
    ["another timeout", { timeouts: { deploySeconds: 60 } }, {}, [], []],
    [
      "an enrolment that did not end",
      {},
      { hardware: undefined, ironworks: { ...stored.ironworks, settled: false } },
      [],
      [ENROLS.replace("enrolment, unless this stack enrolled it before", "the last enrolment did not end")],
    ],
  ])("of an update: %s", (_what, change, known, unknown, warnings) => {
    expect(hostLifecycle.diff({ ...stored, ...known }, { ...inputs, ...change }, unknown).warnings).toEqual(warnings);
  });
});

describe("what a refresh says has changed", () => {
  const { storage, nics } = sampleHardware;
  it.each<[string, Partial<HostOutputs>, object, readonly string[]]>([
    ["nothing", {}, {}, []],
    ["power that the program does not ask for", {}, { powerState: "on" }, []],
    ["power that it does", { online: true }, {}, ["drift: power is off, and the program last asked for on"]],
    ["a power that is not known", { online: true }, { powerState: "unknown" }, []],
    ["a node that is lost", {}, { observed: "lost" }, ["drift: Ironic does not know the host any more"]],
    ["one that was lost before", { observed: "lost" }, { observed: "lost" }, []],
    [
      "hardware",
      {},
      { hardware: { ...sampleHardware, memoryGiB: 128, storage: storage.slice(1), nics: nics.slice(0, 1) } },
      [
        "drift: hardware changed: memory 64 GiB → 128 GiB, disk NVME0001 (894 GiB) is gone, NIC 00:35:30:2a:ad:49 is gone",
      ],
    ],
    ["hardware that was never known", { hardware: undefined }, {}, []],
  ])("%s", (_what, known, found, lines) => {
    expect(hostLifecycle.drift({ ...stored, ...known }, { ...state, ...found })).toEqual(lines);
  });
});
