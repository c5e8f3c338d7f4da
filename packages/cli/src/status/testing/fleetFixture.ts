import type { FleetHost } from "@ironworks/ironic";
import type { FleetStatus } from "../hostStatus.js";
import { type EndpointReading, joinFleet } from "../joinFleet.js";

export const AT: Date = new Date("2026-03-01T12:00:00.000Z");

const minutesAgo = (minutes: number): string => new Date(AT.getTime() - minutes * 60_000).toISOString();

/** A host that is installed, and nothing is wrong with; `changes` say what differs. */
export function fleetHost(index: number, changes: Partial<FleetHost> = {}): FleetHost {
  return {
    nodeUuid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    name: `node-${index}~acme.site.dev`,
    provisionState: "active",
    kind: "settled",
    since: minutesAgo(60 * 24 * 3),
    lastHeartbeat: minutesAgo(60 * 24 * 3),
    power: "on",
    maintenance: false,
    rootDisk: { name: "/dev/nvme0n1", serial: `NV-${String(index).padStart(4, "0")}`, sizeGiB: 447 },
    owner: "acme/site/dev",
    hostId: `node-${index}`,
    incarnation: `i-${index}`,
    detached: false,
    machine: { owner: "acme/site/dev", machineId: `web-${index}`, detached: false, imageChecksum: "sha256:aaaa" },
    ...changes,
  };
}

export const INSTALLING: Partial<FleetHost> = {
  provisionState: "wait call-back",
  kind: "moving",
  step: "deploy.write_image",
  since: minutesAgo(4),
  lastHeartbeat: minutesAgo(0.5),
};

export const FAILED: Partial<FleetHost> = {
  provisionState: "deploy failed",
  kind: "failed",
  since: minutesAgo(9),
  power: "off",
  failure: {
    reason: "checksum verification failed (the image server sends other bytes than the checksum names)",
    remedy: "publish image and checksum together",
    failureClass: "config",
  },
};

export const AVAILABLE: Partial<FleetHost> = {
  provisionState: "available",
  power: "off",
  machine: undefined,
  rootDisk: undefined,
};

/** Of one endpoint, without a stack. */
export function fleetOf(hosts: readonly FleetHost[], more: Partial<EndpointReading> = {}): FleetStatus {
  const endpoint = { name: "site-a", url: "https://192.0.2.10:6385", hosts, ...more };
  return joinFleet({ at: AT, endpoints: [endpoint], all: false });
}

/** Six hosts: one failed, two moving, three at rest. */
export function smallFleet(): FleetStatus {
  return fleetOf([
    fleetHost(0),
    fleetHost(1, INSTALLING),
    fleetHost(2, FAILED),
    fleetHost(3),
    fleetHost(4, AVAILABLE),
    fleetHost(5, { ...INSTALLING, provisionState: "inspect wait", step: undefined, machine: undefined }),
  ]);
}
