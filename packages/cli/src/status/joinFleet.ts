import { hasHeartbeats, RAMDISK_SILENCE } from "@ironworks/core";
import type { FleetHost } from "@ironworks/ironic";
import { ageBetween, timeOf } from "../terminal/age.js";
import type { Difference, EndpointStatus, FleetStatus, HostGroup, HostStatus } from "./hostStatus.js";
import type { StackHost, StackMachine, StackState } from "./stackState.js";
import { stateWords } from "./stateWords.js";

/** An endpoint, and what it answered. */
export interface EndpointReading {
  readonly name: string;
  readonly url: string;
  /** Absent where it could not be read. */
  readonly hosts?: readonly FleetHost[] | undefined;
  readonly problem?: string | undefined;
}

/** What is known, before it is put together. */
export interface Readings {
  readonly at: Date;
  readonly stackName?: string | undefined;
  /** Absent: the endpoints alone. */
  readonly stack?: StackState | undefined;
  readonly endpoints: readonly EndpointReading[];
  /** Also the hosts of an endpoint that are not the stack's. */
  readonly all: boolean;
}

/** A stack's state beside what its endpoints say; or endpoints alone. */
export function joinFleet({ at, stackName, stack, endpoints, all }: Readings): FleetStatus {
  const ofStack = (stack?.hosts ?? []).map((host) => stackRow(host, stack?.machines ?? [], endpoints, at));
  const known = new Set(ofStack.map(({ nodeUuid }) => nodeUuid));
  const others = endpoints.map((endpoint) => (endpoint.hosts ?? []).filter((host) => !known.has(host.nodeUuid)));
  const rest = endpoints.flatMap(({ name }, index) =>
    stack === undefined || all ? (others[index] ?? []).map((host) => liveRow(host, name, at)) : [],
  );
  const hosts = [...ofStack, ...rest].sort(byUrgency);
  const summary: Record<string, number> = {};
  for (const { state } of hosts) {
    summary[state] = (summary[state] ?? 0) + 1;
  }
  const asked = endpoints.map(({ name, url, problem }, index): EndpointStatus => {
    const hidden = stack === undefined || all ? 0 : (others[index]?.length ?? 0);
    return { name, url, problem: problem ?? null, others: hidden };
  });
  return { version: 1, at: at.toISOString(), stack: stackName ?? null, endpoints: asked, summary, hosts };
}

const ORDER: readonly HostGroup[] = ["failed", "lost", "unknown", "moving", "settled"];

function byUrgency(a: HostStatus, b: HostStatus): number {
  const place = (host: HostStatus): number =>
    ORDER.indexOf(host.group) -
    ((host.group === "settled" || host.group === "moving") && host.differences.length > 0 ? 0.5 : 0);
  return place(a) - place(b) || a.host.localeCompare(b.host, "en", { numeric: true });
}

function liveRow(host: FleetHost, endpoint: string, at: Date): HostStatus {
  const { failure } = host;
  return {
    host: host.hostId ?? host.name ?? host.nodeUuid,
    endpoint,
    nodeUuid: host.nodeUuid,
    group: host.kind,
    state: stateWords(host),
    provisionState: host.provisionState,
    step: host.step ?? null,
    since: host.since ?? null,
    lastHeartbeat: host.lastHeartbeat ?? null,
    power: host.power,
    disk: host.rootDisk ?? null,
    machine: host.machine?.machineId ?? null,
    owner: host.owner ?? null,
    detached: host.detached,
    failure: failure ? { reason: failure.reason, next: failure.remedy } : null,
    differences: silenceOf(host, at),
  };
}

/** Ironic itself waits on, until its own time limit. */
function silenceOf({ provisionState, lastHeartbeat }: FleetHost, at: Date): readonly Difference[] {
  const heard = timeOf(lastHeartbeat);
  if (
    !hasHeartbeats(provisionState) ||
    heard === undefined ||
    at.getTime() - heard < RAMDISK_SILENCE.lateSeconds * 1000
  ) {
    return [];
  }
  return [
    {
      kind: "silent",
      message: `waits for a ramdisk that was last heard of ${ageBetween(heard, at.getTime())} ago, and has probably died.`,
      next: "look at the server's console; Ironic fails it at its own time limit, or now by `baremetal node abort`",
    },
  ];
}

function stackRow(
  host: StackHost,
  machines: readonly StackMachine[],
  endpoints: readonly EndpointReading[],
  at: Date,
): HostStatus {
  const endpoint = endpoints.find(({ name, url }) => name === host.route?.name && url === host.route.url);
  const live = endpoint?.hosts?.find(({ nodeUuid }) => nodeUuid === host.nodeUuid);
  const machine = machines.find(({ nodeUuid }) => nodeUuid !== undefined && nodeUuid === host.nodeUuid);
  const name = host.route?.name ?? "";
  if (live) {
    const row = liveRow(live, name, at);
    return {
      ...row,
      host: host.name,
      disk: row.disk?.serial === undefined && machine?.rootDisk ? machine.rootDisk : row.disk,
      machine: machine?.name ?? row.machine,
      owner: row.owner ?? host.owner,
      differences: [...row.differences, ...differencesOf(host, machine, live)],
    };
  }
  const wasRead = endpoint?.hosts !== undefined;
  return {
    host: host.name,
    endpoint: name,
    nodeUuid: host.nodeUuid ?? null,
    group: wasRead ? "lost" : "unknown",
    state: wasRead ? "lost" : "not seen",
    provisionState: null,
    step: null,
    since: null,
    lastHeartbeat: null,
    power: "unknown",
    disk: machine?.rootDisk ?? null,
    machine: machine?.name ?? null,
    owner: host.owner,
    detached: false,
    failure: null,
    differences: wasRead ? [LOST] : [],
  };
}

const LOST: Difference = {
  kind: "lost",
  message: "is in the stack's state, and not in Ironic.",
  next: "run `pulumi refresh`, then `pulumi up` enrols it again; or find out who removed the node",
};

function differencesOf(host: StackHost, machine: StackMachine | undefined, live: FleetHost): readonly Difference[] {
  if (live.owner !== host.owner || (host.incarnation !== undefined && live.incarnation !== host.incarnation)) {
    return [notOurs(host, live)];
  }
  const found: Difference[] = [];
  if (live.detached) {
    found.push({
      kind: "not ours",
      message: "is detached in Ironic, and still in the stack's state.",
      next: "run `pulumi up`, which attaches it again",
    });
  }
  if (host.online !== undefined && live.power !== "unknown" && (live.power === "on") !== host.online && isIdle(live)) {
    found.push({
      kind: "power",
      message: `is powered ${live.power}, though the stack says \`online: ${host.online}\`.`,
      next: "run `pulumi refresh` to see it, and `pulumi up` to bring it back",
    });
  }
  const [wanted, there] = [machine?.imageChecksum, live.machine?.imageChecksum];
  if (wanted !== undefined && there !== undefined && wanted.toLowerCase() !== there.toLowerCase()) {
    found.push({
      kind: "image",
      message: `has the image ${short(there)} on its disk; the stack's state says ${short(wanted)}.`,
      next: "run `pulumi refresh`, and read the preview before `pulumi up`",
    });
  }
  if (found.length === 0 && isIdle(live) && (host.unfinished || machine?.unfinished === true)) {
    found.push({
      kind: "unfinished",
      message: "was left before the end by the last run.",
      next: "run `pulumi up`, which goes on from there",
    });
  }
  return found;
}

function notOurs(host: StackHost, live: FleetHost): Difference {
  const message =
    live.owner === undefined
      ? "has no record of Ironworks on its node: somebody removed it, or enrolled the server anew."
      : live.owner === host.owner
        ? "was attached by another run since, so that this state is out of date."
        : `belongs to \`${live.owner}\`, as \`${live.hostId}\`.`;
  return { kind: "not ours", message, next: "run `pulumi refresh`; the stack changes nothing on it meanwhile" };
}

/** What moves, or failed, is powered by Ironic as it needs. */
function isIdle(live: FleetHost): boolean {
  return live.kind === "settled";
}

/** As much of a checksum as people compare. */
function short(checksum: string): string {
  return checksum.slice(0, checksum.indexOf(":") + 13);
}
