import type { FleetHost } from "@ironworks/ironic";
import { describe, expect, it } from "vitest";
import type { FleetStatus } from "./hostStatus.js";
import { joinFleet } from "./joinFleet.js";
import { readStackState } from "./stackState.js";
import { STATE_WORDS } from "./stateWords.js";
import { AT, AVAILABLE, FAILED, fleetHost, fleetOf, INSTALLING, smallFleet } from "./testing/fleetFixture.js";
import { hostResource, machineResource, stackExport } from "./testing/stackExport.js";

function joined(text: string, hosts: readonly FleetHost[] | undefined, all = false): FleetStatus {
  const stack = readStackState(text, "the state");
  if ("message" in stack) {
    throw new Error(stack.message);
  }
  const endpoint = { name: "site-a", url: "https://192.0.2.10:6385", hosts, problem: hosts ? undefined : "away" };
  return joinFleet({ at: AT, stackName: "dev", stack, endpoints: [endpoint], all });
}

const kindsOf = (status: FleetStatus): readonly (readonly string[])[] =>
  status.hosts.map(({ differences }) => differences.map(({ kind }) => kind));

it("orders hosts: failed, moving, the rest; by number within", () => {
  expect(smallFleet().hosts.map(({ host }) => host)).toEqual([
    "node-2",
    "node-1",
    "node-5",
    "node-0",
    "node-3",
    "node-4",
  ]);
  expect(fleetOf([fleetHost(10), fleetHost(9)]).hosts.map(({ host }) => host)).toEqual(["node-9", "node-10"]);
});

describe("a ramdisk that is waited for", () => {
  const ago = (seconds: number) => new Date(AT.getTime() - seconds * 1000).toISOString();

  it("and says nothing for five minutes is a difference, and comes before what moves", () => {
    const silent = { ...INSTALLING, provisionState: "wait call-back", lastHeartbeat: ago(13 * 60) };
    const { hosts } = fleetOf([fleetHost(1, INSTALLING), fleetHost(2, silent)]);
    expect(hosts.map(({ host }) => host)).toEqual(["node-2", "node-1"]);
    expect(hosts[0]?.differences).toEqual([
      {
        kind: "silent",
        message: "waits for a ramdisk that was last heard of 13m ago, and has probably died.",
        next: expect.stringContaining("baremetal node abort"),
      },
    ]);
  });

  it.each([
    ["was heard of", "wait call-back", ago(299)],
    ["was not heard of yet", "wait call-back", undefined],
    ["is not waited for", "deploying", ago(3600)],
    ["has ended long ago", "active", ago(3600)],
  ])("is none where it %s", (_title, provisionState, lastHeartbeat) => {
    const { hosts } = fleetOf([fleetHost(1, { ...INSTALLING, provisionState, lastHeartbeat })]);
    expect(hosts[0]?.differences).toEqual([]);
  });
});

it("a host without a record of ours has its node's name, else its uuid", () => {
  const bare = { owner: undefined, hostId: undefined, machine: undefined };
  const { hosts } = fleetOf([fleetHost(0, { ...bare, name: "rack-7" }), fleetHost(1, { ...bare, name: undefined })]);
  expect(hosts.map(({ host, owner }) => [host, owner])).toEqual([
    ["00000000-0000-4000-8000-000000000001", null],
    ["rack-7", null],
  ]);
});

describe("a stack beside its endpoint", () => {
  it("has no differences where both say the same", () => {
    const status = joined(stackExport(hostResource(0), machineResource(0)), [fleetHost(0)]);
    expect(status.hosts).toMatchObject([{ host: "node-0", machine: "web-0", differences: [] }]);
  });

  it.each<[string, object[], FleetHost[], string[]]>([
    ["lost", [hostResource(0)], [], ["lost"]],
    ["another owner", [hostResource(0)], [fleetHost(0, { owner: "acme/other/dev" })], ["not ours"]],
    ["no record", [hostResource(0)], [fleetHost(0, { owner: undefined, incarnation: undefined })], ["not ours"]],
    ["attached since", [hostResource(0)], [fleetHost(0, { incarnation: "i-later" })], ["not ours"]],
    ["detached", [hostResource(0)], [fleetHost(0, { detached: true })], ["not ours"]],
    ["powered off though online", [hostResource(0, { online: true })], [fleetHost(0, { power: "off" })], ["power"]],
    ["power is left alone", [hostResource(0)], [fleetHost(0, { power: "off" })], []],
    ["power while it moves", [hostResource(0, { online: true })], [fleetHost(0, { ...INSTALLING, power: "off" })], []],
    [
      "another image",
      [hostResource(0), machineResource(0, { installed: { imageChecksum: "sha256:bbbb" } })],
      [fleetHost(0)],
      ["image"],
    ],
    [
      "left before the end",
      [hostResource(0, { ironworks: { incarnation: "i-0", settled: false } })],
      [fleetHost(0)],
      ["unfinished"],
    ],
  ])("%s", (_, resources, live, kinds) => {
    const status = joined(stackExport(...resources), live);
    expect(kindsOf(status)).toEqual([kinds]);
    for (const { message, next } of status.hosts.flatMap(({ differences }) => differences)) {
      expect(message).toMatch(/^[a-z].*\.$/);
      expect(next).toMatch(/^[a-z].*[^.]$/);
    }
  });

  it("hosts of an endpoint that could not be read are not called lost", () => {
    const { hosts } = joined(stackExport(hostResource(0)), undefined);
    expect(hosts).toMatchObject([{ group: "unknown", state: "not seen", differences: [] }]);
  });

  it("counts what is not the stack's, and shows it where asked", () => {
    const live = [fleetHost(0), fleetHost(1, { owner: "acme/other/dev" })];
    expect(joined(stackExport(hostResource(0)), live).endpoints[0]?.others).toBe(1);
    const all = joined(stackExport(hostResource(0)), live, true);
    expect([all.endpoints[0]?.others, all.hosts.length]).toEqual([0, 2]);
  });

  it("shows the host of a machine whose host is another stack's", () => {
    const { hosts } = joined(stackExport(machineResource(3)), [fleetHost(3)]);
    expect(hosts).toMatchObject([{ host: "node-3", machine: "web-3", differences: [] }]);
  });
});

it("a host that failed has its reason and what to do; one that is available nothing", () => {
  const { hosts } = fleetOf([fleetHost(0, FAILED), fleetHost(1, AVAILABLE)]);
  expect(hosts[0]?.failure).toEqual({ reason: FAILED.failure?.reason, next: FAILED.failure?.remedy });
  expect(hosts[1]).toMatchObject({ failure: null, machine: null, disk: null });
});

it("every state has words; another one is shown as it is", () => {
  expect(Object.keys(STATE_WORDS)).toHaveLength(30);
  expect(fleetOf([fleetHost(0, { provisionState: "dreaming" })]).hosts[0]?.state).toBe("dreaming");
  expect(fleetOf([fleetHost(0, { maintenance: true })]).hosts[0]?.state).toBe("installed, in maintenance");
  expect(fleetOf([fleetHost(0, { maintenance: true, fault: "power failure" })]).hosts[0]?.state).toBe(
    "installed, power failure",
  );
});
