import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DirectoryEntry, Port } from "../api/node.js";
import { Directory } from "../directory.js";
import { type Candidate, decideEnrolment } from "./enrolment.js";

const BMC = "10.0.1.2:443/redfish/v1/Systems/1";
const candidate: Candidate = {
  owner: "acme/metal/prod",
  hostId: "node-0",
  nodeUuid: "uuid-0",
  bmc: BMC,
  bootMACAddress: "00:35:30:2A:AD:48",
};

const entry = (uuid: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry => ({
  uuid,
  name: `name-of-${uuid}`,
  driver_info: {},
  extra: {},
  instance_uuid: null,
  provision_state: "available",
  ...more,
});
const redfish = (address: string, system?: string): Partial<DirectoryEntry> => ({
  driver_info: { redfish_address: address, ...(system !== undefined && { redfish_system_id: system }) },
});
const stamped = (owner: string, hostId: string, detached = false): Partial<DirectoryEntry> => ({
  extra: { ironworks: { owner, hostId, incarnation: "i", ...(detached && { detached: true }) } },
});
const ours = stamped(candidate.owner, candidate.hostId);
const port = (node_uuid: string, address = "00:35:30:2a:ad:48"): Port => ({
  uuid: `port-${node_uuid}`,
  address,
  node_uuid,
});
const decide = (nodes: DirectoryEntry[], ports: Port[] = []) => decideEnrolment(new Directory(nodes, ports), candidate);

describe("decideEnrolment", () => {
  it("enrols a server that nobody knows", () => {
    expect(decide([entry("other", redfish("https://10.0.1.3", "/redfish/v1/Systems/1"))])).toEqual({ kind: "new" });
  });

  it("attaches to a node of ours, and to the one that we gave up", () => {
    expect(decide([entry("uuid-0", ours)], [port("uuid-0")])).toEqual({ kind: "attach", nodeUuid: "uuid-0" });
    const tombstone = entry("uuid-0", stamped(candidate.owner, candidate.hostId, true));
    expect(decide([tombstone])).toEqual({ kind: "attach", nodeUuid: "uuid-0" });
  });

  const installed = { instance_uuid: "instance" };
  it.each([
    ["this stack gave it up under another name", stamped(candidate.owner, "node-9", true), {}],
    ["this stack gave it up with its machine", stamped(candidate.owner, "node-9", true), installed],
    ["another stack gave it up", stamped("acme/metal/dev", "x", true), {}],
  ])("attaches to a node with this very BMC: %s", (_how, record, more) => {
    const node = (bmc: string) => entry("uuid-0", { ...record, ...redfish(bmc, "/redfish/v1/Systems/1"), ...more });
    expect(decide([node("https://10.0.1.2")])).toEqual({ kind: "attach", nodeUuid: "uuid-0" });
    // The node of a former address, and a NIC that was put into another server.
    expect(decide([node("https://10.9.9.9")]).kind).toBe("refused");
    const elsewhere = entry("other", { ...record, ...redfish("https://10.9.9.9", "/redfish/v1/Systems/1") });
    expect(decide([elsewhere], [port("other")]).kind).toBe("refused");
  });

  const onBmc = redfish("https://10.0.1.2", "/redfish/v1/Systems/1");
  const machine = {
    owner: candidate.owner,
    machineId: "web-9",
    incarnation: "m",
    instanceUuid: "instance",
    installed: {},
  };
  it.each<[string, Partial<DirectoryEntry>, string, RegExp]>([
    ["this stack's, renamed", stamped(candidate.owner, "node-9"), 'write `aliases: [{ name: "node-9" }]`', /remove/],
    [
      "this stack's, renamed with its machine",
      { extra: { ironworks: { owner: candidate.owner, hostId: "node-9", incarnation: "i", machine } }, ...installed },
      '`aliases: [{ name: "web-9" }]` into those of its machine',
      /remove/,
    ],
    ["another stack's", stamped("acme/metal/dev", "x"), "destroy it there (a detach is enough)", /remove|pulumi state/],
    ["another stack's, too", stamped("acme/metal/dev", "x"), 'write `adopt: { takeFrom: "acme/metal/dev" }`', /remove/],
    ["nobody's", {}, 'write what it can be known by: `adopt: { serial: "…" }`', /takeFrom/],
    ["an instance of nobody's", installed, "manage the server from where it is enrolled", /adopt/],
    ["baremetal-operator's", { name: "metal3~rack1" }, "manage the server from where it is enrolled", /adopt/],
    [
      "another stack's, with a machine",
      { ...stamped("acme/metal/dev", "x"), ...installed },
      "or deprovision the machine there and destroy the host there (a detach is enough)",
      /remove/,
    ],
    [
      "given up by another stack with its machine",
      { ...stamped("acme/metal/dev", "x", true), ...installed },
      "bring host and machine back in that stack",
      /remove|detach/,
    ],
  ])("says what to do about a node that is %s", (_whose, more, remedy, never) => {
    const decision = decide([entry("uuid-0", { ...onBmc, ...more })]);
    expect(decision.kind === "refused" && decision.remedy).toContain(remedy);
    expect(decision.kind === "refused" && decision.remedy).not.toMatch(never);
  });

  it.each([
    ["nobody's", {}, "carries no record of Ironworks, so somebody else enrolled it"],
    ["another stack's", stamped("acme/metal/dev", "node-0"), "belongs to stack `acme/metal/dev`, as `node-0`"],
    ["another host of ours", stamped(candidate.owner, "node-9"), "as `node-9`"],
    [
      "given up by another stack",
      stamped("acme/metal/dev", "x", true),
      "gave up, and which still is theirs to take back",
    ],
    ["baremetal-operator's", { name: "metal3~rack1" }, "baremetal-operator's (namespace `metal3`)"],
  ])("refuses the same node when it is %s, naming the owner", (_whose, more, text) => {
    const decision = decide([entry("uuid-0", more)]);
    expect(decision.kind).toBe("refused");
    expect(decision.kind === "refused" && decision.detail).toContain(text);
  });

  it.each([
    ["foreign", [entry("uuid-0", onBmc)], []],
    ["not-ours", [entry("uuid-0", { ...onBmc, ...stamped("acme/metal/dev", "x") })], []],
    ["tombstone", [entry("uuid-0", { ...onBmc, ...stamped("acme/metal/dev", "x", true), ...installed })], []],
    ["name", [entry("uuid-0", { ...onBmc, ...stamped(candidate.owner, "node-9") })], []],
    ["twin", [entry("uuid-0", ours), entry("twin", onBmc)], []],
    ["mac", [entry("uuid-0", ours), entry("holder")], [port("holder")]],
  ])("says of what kind a refusal is: %s", (reason, nodes, ports) => {
    expect(decide(nodes, ports)).toMatchObject({ kind: "refused", reason });
  });

  const adopting = (adopt: Candidate["adopt"], more: Partial<DirectoryEntry>) =>
    decideEnrolment(new Directory([entry("uuid-0", { ...onBmc, ...more })], []), { ...candidate, adopt }).kind;
  it("takes what `adopt` names, and nothing else", () => {
    const theirs = stamped("acme/metal/dev", "x");
    const tombstone = { ...stamped("acme/metal/dev", "x", true), ...installed };
    expect(adopting({ takeFrom: "acme/metal/dev" }, theirs)).toBe("attach");
    expect(adopting({ takeFrom: "acme/metal/dev" }, tombstone)).toBe("attach");
    expect(adopting({ takeFrom: "acme/metal/else" }, theirs)).toBe("refused");
    expect(adopting({ takeFrom: "acme/metal/dev" }, { ...theirs, ...redfish("https://10.9.9.9") })).toBe("refused");
    expect(adopting({ takeFrom: "acme/metal/dev" }, {})).toBe("refused");
    expect(adopting({ takeFrom: candidate.owner }, stamped(candidate.owner, "node-9"))).toBe("refused");
    for (const proof of [{ serial: "S" }, { macs: ["00:35:30:2a:ad:48"] }, { unverified: true }] as const) {
      expect(adopting(proof, {})).toBe("attach");
      expect(adopting(proof, theirs)).toBe("refused");
      expect(adopting(proof, installed)).toBe("refused");
      expect(adopting(proof, { name: "metal3~rack1" })).toBe("refused");
    }
  });

  it.each([
    ["the same system", redfish("https://10.0.1.2", "/redfish/v1/Systems/1")],
    ["with the port written out", redfish("https://10.0.1.2:443", "/redfish/v1/Systems/1")],
    ["the BMC's only system", redfish("https://10.0.1.2")],
  ])("refuses a second node on one BMC: %s", (_how, more) => {
    const decision = decide([entry("twin", more)]);
    expect(decision.kind === "refused" && decision.detail).toContain(
      "is driven by another node already: node `name-of-twin`",
    );
  });

  it("lets several systems of one BMC be several hosts", () => {
    expect(decide([entry("twin", redfish("https://10.0.1.2", "/redfish/v1/Systems/2"))]).kind).toBe("new");
  });

  it("refuses a MAC of another node, whatever the case it is written in", () => {
    const decision = decide([entry("holder")], [port("holder")]);
    expect(decision.kind === "refused" && decision.detail).toContain(
      "its MAC 00:35:30:2A:AD:48 belongs to another node",
    );
  });

  it("keeps the node's uuid after the BMC's address changed", () => {
    const moved = entry("old-uuid", { ...ours, ...redfish("https://10.9.9.9", "/redfish/v1/Systems/1") });
    expect(decide([moved], [port("old-uuid")])).toEqual({ kind: "attach", nodeUuid: "old-uuid" });
  });

  it("never attaches to a node that is neither ours nor given up, whatever the endpoint holds", () => {
    const owner = fc.constantFrom(candidate.owner, "acme/metal/dev", undefined);
    const node = fc.record({
      uuid: fc.constantFrom("uuid-0", "a", "b"),
      owner,
      hostId: fc.constantFrom("node-0", "node-9"),
      detached: fc.boolean(),
      installed: fc.boolean(),
      onBmc: fc.boolean(),
      hasMac: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(node, { selector: ({ uuid }) => uuid }), (drawn) => {
        const nodes = drawn.map((one) =>
          entry(one.uuid, {
            ...(one.owner !== undefined && stamped(one.owner, one.hostId, one.detached)),
            ...(one.onBmc && redfish("https://10.0.1.2", "/redfish/v1/Systems/1")),
            ...(one.installed && installed),
          }),
        );
        const holder = drawn.find(({ hasMac }) => hasMac);
        const decision = decide(nodes, holder ? [port(holder.uuid)] : []);
        const concerned = drawn.filter((one) => one.uuid === "uuid-0" || one.onBmc || one === holder);
        const isFree = (one: (typeof drawn)[number]) => {
          const isHere = one.owner === candidate.owner;
          const isGivenUp = one.owner !== undefined && one.detached && one.onBmc && (isHere || !one.installed);
          return (isHere && one.hostId === "node-0") || isGivenUp;
        };
        if (decision.kind === "new") {
          expect(concerned).toEqual([]);
        }
        if (decision.kind === "attach") {
          expect(concerned.map(({ uuid }) => uuid)).toEqual([decision.nodeUuid]);
          expect(concerned.every(isFree)).toBe(true);
        }
        if (concerned.length > 1 || concerned.some((one) => !isFree(one))) {
          expect(decision.kind).toBe("refused");
        }
      }),
    );
  });
});
