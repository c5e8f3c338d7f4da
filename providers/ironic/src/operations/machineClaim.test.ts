import type { MachineRequest } from "@ironworks/core";
import { type MachineRecord, OperationStop } from "@ironworks/driver";
import { describe, expect, it } from "vitest";
import type { NodeSummary } from "../api/node.js";
import { claimOf, requireHost } from "./machineClaim.js";

const installed = { imageChecksum: "sha256:00", rootDisk: { name: "/dev/sda", serial: "S1", sizeGiB: 100 } };
const record: MachineRecord = { owner: "a/b/c", machineId: "web", incarnation: "i1", instanceUuid: "inst", installed };
const request = {
  owner: "a/b/c",
  machineId: "web",
  host: { owner: "a/b/c", hostId: "node-0", nodeUuid: "n" },
} as MachineRequest;

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

  it("finds what this stack gave up under another name", () => {
    expect(claimOf(node({ machineId: "db", detached: true }), request)?.machineId).toBe("db");
  });

  it("names the alias where this stack holds it under another name", () => {
    const refusal = refusalOf(() => claimOf(node({ machineId: "db" }), request));
    expect(refusal.details.remedy).toContain('write `aliases: [{ name: "db" }]` into the options of `web`');
  });

  it.each([
    ["an instance without a record", node(undefined), /carries instance inst, which Ironworks did not put there/],
    ["an instance that is not the record's", node({ instanceUuid: "other" }), /carries instance inst/],
    ["another machine", node({ machineId: "db" }), /belongs to machine `db` of stack `a\/b\/c`/],
    ["another stack", node({ owner: "x/y/z" }), /belongs to machine `web` of stack `x\/y\/z`/],
    [
      "one that another stack gave up",
      node({ owner: "x/y/z", detached: true }),
      /was given up by machine `web` of stack `x\/y\/z`/,
    ],
  ])("refuses %s", (_what, seen, text) => {
    expect(() => claimOf(seen, request)).toThrow(text);
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

  it("says what comes first where a renamed host was left out of the run", () => {
    const renamed = { ...request, host: { ...request.host, hostId: "rack1-u3" } };
    const refusal = refusalOf(() => requireHost(node({}), renamed));
    expect(refusal.details.remedy).toBe(
      "update the host `rack1-u3` first (`pulumi up` without `--target`); nothing was touched",
    );
  });
});

function refusalOf(call: () => unknown): OperationStop {
  try {
    call();
  } catch (error) {
    if (error instanceof OperationStop) {
      return error;
    }
  }
  return expect.fail("nothing was refused");
}
