import { InstanceImage } from "@ironworks/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkObject } from "../rules/checkObject.js";
import type { KubernetesObject } from "../stack/kubernetesObject.js";
import { hostObject } from "./hostObject.js";
import { hostObjectProblems } from "./hostProblems.js";
import type { OperatorHostSpec, OperatorMachineSpec } from "./operatorSpec.js";

const host: OperatorHostSpec = {
  bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", credentialsName: "node-0-bmc" },
  bootMACAddress: "00:35:30:2a:ad:48",
  rootDeviceHints: { serialNumber: "DISK0" },
};
const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: `sha256:${"a".repeat(64)}` });
const metadata = { name: "node-0", namespace: "metal3" };
const status = "baremetalhost.metal3.io/status";

interface Made extends KubernetesObject {
  readonly spec: { readonly image?: object; readonly automatedCleaningMode: string };
}

const releases = ["v0.1.0", "v0.6.3", "v0.9.3", "v0.12.6", "v0.13.2", "v0.14.0-rc.0"] as const;

const machines: fc.Arbitrary<OperatorMachineSpec> = fc.record(
  {
    image: fc.constant(image),
    rootDeviceHints: fc.record({ wwn: fc.constantFrom("0x5000c500a1b2c3d4", "eui.0001") }),
    userData: fc.constant({ name: "user-data" }),
    metaData: fc.constant({ name: "meta-data" }),
    installed: fc.record({ resume: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: ["image"] },
);
const hosts: fc.Arbitrary<OperatorHostSpec> = fc
  .record(
    {
      bootMode: fc.constantFrom("UEFI" as const, "legacy" as const),
      online: fc.boolean(),
      automatedCleaningMode: fc.constantFrom("disabled" as const, "metadata" as const),
      inspectionMode: fc.constantFrom("agent" as const, "disabled" as const),
      description: fc.string(),
      paused: fc.boolean(),
      detached: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((more) => ({ ...host, ...more }));

describe("the object of a host", () => {
  it("is taken by every release, whatever is said of host and machine", () => {
    fc.assert(
      fc.property(
        hosts,
        fc.option(machines, { nil: undefined }),
        fc.constantFrom(...releases),
        (spec, machine, release) => {
          const input = { metadata, host: spec, machine, release };
          const found = hostObjectProblems(input);
          expect([...found.host, ...found.machine].filter(({ severity }) => severity === "error")).toEqual([]);
          expect(checkObject(hostObject(input), { release }).accepted).toBe(true);
        },
      ),
    );
  });

  it("never lets the operator install what is installed, and never turns cleaning on by itself", () => {
    fc.assert(
      fc.property(hosts, machines, fc.constantFrom(...releases), (spec, machine, release) => {
        const { metadata: made, spec: object } = hostObject({ metadata, host: spec, machine, release }) as Made;
        expect(object.automatedCleaningMode).toBe(spec.automatedCleaningMode ?? "disabled");
        const text = made.annotations?.[status];
        expect(text !== undefined).toBe(machine.installed !== undefined);
        if (text === undefined) {
          return;
        }
        expect(JSON.parse(text).provisioning).toMatchObject({ state: "provisioned", image: object.image });
        const paused = made.annotations?.["baremetalhost.metal3.io/paused"] === "true";
        expect(paused).toBe(spec.paused === true || machine.installed?.resume !== true);
      }),
    );
  });

  it("says what is wrong by who can fix it", () => {
    const machine = { image, userData: { name: "" }, rootDeviceHints: { size: 4 } as object };
    const found = hostObjectProblems({
      metadata,
      host: { ...host, bmc: { ...host.bmc, credentialsName: "" } },
      machine,
      release: "v0.13.2",
    });
    expect(found.host.map(({ field }) => field)).toEqual(["bmc.credentialsName"]);
    expect(found.machine.map(({ field }) => field)).toEqual(["rootDeviceHints.size", "userData.name"]);
  });
});
