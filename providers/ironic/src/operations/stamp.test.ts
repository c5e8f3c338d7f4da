import type { HostState, MachineState } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import type { Node } from "../api/node.js";
import { nodeName } from "./nodeName.js";
import { hostHolding, hostStampPatch, machineHolding, machineStampPatch, renamedNode } from "./stamp.js";

const owner = "acme/metal/prod";
const machine = { owner, machineId: "web-3", incarnation: "m1", instanceUuid: "instance", installed: {} };
const node = (record: object = {}, name: string | null = nodeName("node-3", owner)) =>
  ({
    uuid: "0b0b0b0b-0000-4000-8000-000000000001",
    name,
    extra: { ironworks: { owner, hostId: "node-3", incarnation: "h1", machine, ...record } },
  }) as unknown as Node;
const host = { owner, hostId: "node-3", incarnation: "h1" } as HostState;
const web = { owner, machineId: "web-3", incarnation: "m1", instanceUuid: "instance" } as MachineState;

describe("what is written for a rename", () => {
  it("is nothing where the record says it", () => {
    expect(hostStampPatch(node(), { owner, name: "node-3" })).toEqual([]);
    expect(machineStampPatch(node(), { owner, name: "web-3" })).toEqual([]);
  });

  it("is what differs, and never an incarnation", () => {
    const moved = { owner: "acme/metal/live", name: "u3" };
    expect(hostStampPatch(node({ detached: true }), moved)).toEqual([
      { op: "add", path: "/extra/ironworks/owner", value: "acme/metal/live" },
      { op: "add", path: "/extra/ironworks/hostId", value: "u3" },
      { op: "remove", path: "/extra/ironworks/detached" },
    ]);
    expect(machineStampPatch(node(), { owner, name: "app" })).toEqual([
      { op: "add", path: "/extra/ironworks/machine/machineId", value: "app" },
    ]);
  });
});

describe("the node's own name", () => {
  it("follows the host's", () => {
    expect(renamedNode(node(), { owner, name: "u3" })).toBe(nodeName("u3", owner));
    expect(renamedNode(node({}, `${nodeName("node-3", owner)}-0b0b0b0b`), { owner, name: "u3" })).toBe(
      nodeName("u3", owner),
    );
  });

  it("stays where nothing is renamed, and where somebody chose another one", () => {
    expect(renamedNode(node(), { owner, name: "node-3" })).toBeUndefined();
    expect(renamedNode(node({}, "our-big-one"), { owner, name: "u3" })).toBeUndefined();
    expect(renamedNode(node({}, null), { owner, name: "u3" })).toBeUndefined();
  });
});

describe("holding", () => {
  it("of a host is its record's", () => {
    expect(hostHolding(node(), host).held).toBe(true);
    expect(hostHolding(node({ incarnation: "h2" }), host)).toEqual({ held: false, why: "newer" });
  });

  it("of a machine is its record's and its claim's", () => {
    expect(machineHolding(node(), web).held).toBe(true);
    const other = { ...machine, instanceUuid: "another" };
    expect(machineHolding(node({ machine: other }), web)).toEqual({ held: false, why: "newer" });
    expect(machineHolding(node({ machine: undefined }), web)).toEqual({ held: false, why: "unrecorded" });
  });
});
