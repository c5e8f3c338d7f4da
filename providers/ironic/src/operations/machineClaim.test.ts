import type { MachineRequest, MachineState } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import type { NodeSummary } from "../api/node.js";
import { claimOf, holdsClaim, requireHost } from "./machineClaim.js";
import type { MachineRecord } from "./nodeRecord.js";

const installed = { imageChecksum: "sha256:00", rootDisk: { name: "/dev/sda", serial: "S1", sizeGiB: 100 } };
const record: MachineRecord = { owner: "a/b/c", machineId: "web", incarnation: "i1", instanceUuid: "inst", installed };
const request = {
  owner: "a/b/c",
  machineId: "web",
  host: { owner: "a/b/c", hostId: "node-0", nodeUuid: "n" },
} as MachineRequest;
const current = { ...record, nodeUuid: "n" } as unknown as MachineState;

const node = (machine: Partial<MachineRecord> | undefined, more: Partial<NodeSummary> = {}): NodeSummary =>
  ({
    uuid: "n",
    name: "node-0",
    provision_state: "active",
    instance_uuid: "inst",
    provision_updated_at: "t1",
    extra: {
      ironworks: {
        owner: "a/b/c",
        hostId: "node-0",
        incarnation: "h",
        ...(machine && { machine: { ...record, ...machine } }),
      },
    },
    ...more,
  }) as NodeSummary;

describe("claimOf", () => {
  it("finds ours, given up or not, and none where the node is free", () => {
    expect(claimOf(node({}), request)?.instanceUuid).toBe("inst");
    expect(claimOf(node({ detached: true }), request)?.detached).toBe(true);
    expect(claimOf(node(undefined, { instance_uuid: null }), request)).toBeUndefined();
    expect(claimOf(node({ owner: "x/y/z" }, { instance_uuid: null }), request)).toBeUndefined();
  });

  it.each([
    ["an instance without a record", node(undefined), /carries instance inst, which Ironworks did not put there/],
    ["an instance that is not the record's", node({ instanceUuid: "other" }), /carries instance inst/],
    ["another machine", node({ machineId: "db" }), /belongs to machine `db` of stack `a\/b\/c`/],
    ["another stack", node({ owner: "x/y/z" }), /belongs to machine `web` of stack `x\/y\/z`/],
    ["one that another machine gave up", node({ machineId: "db", detached: true }), /was given up by machine `db`/],
  ])("refuses %s", (_what, seen, text) => {
    expect(() => claimOf(seen, request)).toThrow(text);
  });
});

describe("holdsClaim", () => {
  it("only for the very attach that is stored", () => {
    expect(holdsClaim(node({}), current)).toBe(true);
    for (const other of [
      { incarnation: "i2" },
      { owner: "x" },
      { machineId: "x" },
      { instanceUuid: "x" },
      { detached: true },
    ]) {
      expect(holdsClaim(node(other), current)).toBe(false);
    }
    expect(holdsClaim(node(undefined), current)).toBe(false);
  });
});

describe("requireHost", () => {
  it("lets only this stack's own, live host be installed", () => {
    expect(() => requireHost(node({}), request)).not.toThrow();
    const detached = { extra: { ironworks: { owner: "a/b/c", hostId: "node-0", incarnation: "h", detached: true } } };
    for (const bad of [
      { extra: {} },
      detached,
      { extra: { ironworks: { owner: "x", hostId: "node-0", incarnation: "h" } } },
    ]) {
      expect(() => requireHost(node({}, bad), request)).toThrow(/not this stack's to install/);
    }
    expect(() => requireHost(node({}), { ...request, owner: "x/y/z" })).toThrow(/not this stack's/);
  });
});
