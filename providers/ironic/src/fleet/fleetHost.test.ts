import { describe, expect, it } from "vitest";
import type { FleetNode } from "../api/node.js";
import { fleetHostOf } from "./fleetHost.js";

function node(changes: Partial<FleetNode> = {}): FleetNode {
  return {
    uuid: "u",
    name: "node-0",
    provision_state: "active",
    target_provision_state: null,
    power_state: "power on",
    target_power_state: null,
    reservation: null,
    last_error: null,
    fault: null,
    maintenance: false,
    instance_uuid: null,
    provision_updated_at: "2026-03-01T11:00:00+00:00",
    deploy_step: {},
    clean_step: {},
    extra: {},
    driver_internal_info: {},
    properties: {},
    ...changes,
  };
}

describe("a node of a list in our words", () => {
  it("times are UTC, with and without their zone", () => {
    const { since, lastHeartbeat } = fleetHostOf(
      node({ driver_internal_info: { agent_last_heartbeat: "2026-03-01T10:59:00.123456", agent_secret_token: "x" } }),
    );
    expect([since, lastHeartbeat]).toEqual(["2026-03-01T11:00:00.000Z", "2026-03-01T10:59:00.123Z"]);
  });

  it.each([
    ["active", null, "settled"],
    ["wait call-back", null, "moving"],
    ["clean hold", null, "moving"],
    ["deploy failed", null, "failed"],
    ["error", null, "failed"],
    ["active", "power failure", "failed"],
    ["dreaming", null, "settled"],
  ])("%s with the fault %s is %s", (provision_state, fault, kind) => {
    expect(fleetHostOf(node({ provision_state, fault })).kind).toBe(kind);
  });

  it("a step counts while something moves; Ironic leaves old ones on nodes", () => {
    const deploy_step = { interface: "deploy", step: "write_image" };
    expect(fleetHostOf(node({ deploy_step })).step).toBeUndefined();
    expect(fleetHostOf(node({ deploy_step, provision_state: "deploying" })).step).toBe("deploy.write_image");
  });

  it("the root disk is that of the install, else that of the hints", () => {
    const hinted = { properties: { root_device: { serial: "s== A-1", rotational: false } } };
    expect(fleetHostOf(node(hinted)).rootDisk).toEqual({ serial: "A-1" });
    expect(fleetHostOf(node({ properties: { root_device: { rotational: false } } })).rootDisk).toBeUndefined();
    const rootDisk = { name: "/dev/sda", serial: "B-2", sizeGiB: 4 };
    const machine = {
      owner: "o",
      machineId: "web-0",
      incarnation: "i",
      instanceUuid: "n",
      installed: { imageChecksum: "sha256:aa", rootDisk },
    };
    const host = fleetHostOf(
      node({ ...hinted, extra: { ironworks: { owner: "o", hostId: "h", incarnation: "i", machine } } }),
    );
    expect(host).toMatchObject({ rootDisk, hostId: "h", machine: { machineId: "web-0", imageChecksum: "sha256:aa" } });
  });

  it("survives what others left there", () => {
    const odd = { extra: "x", driver_internal_info: null, properties: [], provision_updated_at: "never" };
    expect(fleetHostOf(node(odd as unknown as Partial<FleetNode>))).toMatchObject({ detached: false });
  });
});
