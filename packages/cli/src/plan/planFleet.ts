import { canonicalBmcEndpoint, nodeUuid, parseBmcAddress } from "@ironworks/core";
import { fieldOf, textOf } from "@ironworks/core/json";
import type { FleetHost } from "@ironworks/ironic";
import type { ExportedResource } from "../pulumi/exportedResources.js";
import type { HostStatus } from "../status/hostStatus.js";
import { type EndpointReading, joinFleet } from "../status/joinFleet.js";
import { routeOf, stackStateOf } from "../status/stackState.js";
import { type Deed, deedOf } from "./deed.js";
import { EFFECTS, type Effect, type FleetPlan, type HostPlan, type PlannedResource, worse } from "./hostPlan.js";
import type { Preview } from "./previewDocument.js";
import { hostIdOf, nodeUuidOf, type Subject } from "./subject.js";

/** What is known, before it is put together. */
export interface PlanReadings {
  readonly at: Date;
  readonly stackName: string;
  readonly preview: Preview;
  readonly subjects: readonly Subject[];
  /** Of the state. */
  readonly stored: readonly ExportedResource[];
  readonly endpoints: readonly EndpointReading[];
  readonly maxDestructive: number;
}

/** The host of a resource, and everything on it. */
interface Server {
  readonly host: string;
  readonly uuid?: string | undefined;
  readonly hosts: Subject[];
  readonly machines: Subject[];
}

/** A line for each host: the preview beside what is there. */
export function planFleet(readings: PlanReadings): FleetPlan {
  const { at, stackName, preview, subjects, endpoints, maxDestructive } = readings;
  const status = statusOf(readings);
  const hosts = serversOf(subjects)
    .map((server) => hostPlan(server, readings, status))
    .map((host) => (preview.stopped ? undecided(host) : host))
    .sort(byDanger);
  const totals: Partial<Record<Effect, number>> = {};
  for (const effect of EFFECTS) {
    const count = hosts.filter((host) => host.effect === effect).length;
    if (count > 0) {
      totals[effect] = count;
    }
  }
  return {
    version: 1,
    at: at.toISOString(),
    stack: stackName,
    complete: !preview.stopped,
    totals,
    destructive: hosts.filter(({ destructive }) => destructive).length,
    maxDestructive,
    endpoints: endpoints.map(({ name, url, problem }) => ({ name, url, problem: problem ?? null })),
    failures: preview.failures,
    hosts,
  };
}

/** A machine that is new on a host is seen by its step alone. */
function undecided(host: HostPlan): HostPlan {
  const settled = host.resources.some(({ kind, op }) => kind === "machine" && op !== "unknown");
  return host.effect === "untouched" && !settled ? { ...host, effect: "not decided" } : host;
}

function byDanger(a: HostPlan, b: HostPlan): number {
  const noted = (host: HostPlan): number => Number((host.live?.notes.length ?? 0) > 0 || host.why.length > 0);
  return (
    EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) ||
    noted(b) - noted(a) ||
    a.host.localeCompare(b.host, "en", { numeric: true })
  );
}

/** Of the state's hosts; empty where no endpoint was read. */
function statusOf({ at, stored, endpoints }: PlanReadings): ReadonlyMap<string, HostStatus> {
  const stack = stackStateOf(stored);
  if (stack === undefined || endpoints.length === 0) {
    return new Map();
  }
  const { hosts } = joinFleet({ at, stack, endpoints, all: false });
  return new Map(hosts.flatMap((host) => (host.nodeUuid === null ? [] : [[host.nodeUuid, host] as const])));
}

function serversOf(subjects: readonly Subject[]): readonly Server[] {
  const servers: Server[] = [];
  for (const subject of subjects.filter(({ kind }) => kind === "BareMetalHost")) {
    const uuid = nodeUuidOf(subject);
    const known = servers.find((server) => uuid !== undefined && server.uuid === uuid);
    if (known) {
      known.hosts.push(subject);
    } else {
      servers.push({ host: subject.name, uuid, hosts: [subject], machines: [] });
    }
  }
  for (const subject of subjects.filter(({ kind }) => kind === "ProvisionedMachine")) {
    const [uuid, hostId] = [nodeUuidOf(subject), hostIdOf(subject)];
    const known =
      servers.find((server) => uuid !== undefined && server.uuid === uuid) ??
      servers.find(({ hosts }) => hosts.some(({ name, before }) => hostId === name || hostId === before?.name));
    if (known) {
      known.machines.push(subject);
    } else {
      servers.push({ host: hostId ?? `(host of ${subject.name})`, uuid, hosts: [], machines: [subject] });
    }
  }
  return servers;
}

function hostPlan(
  { host, uuid, hosts, machines }: Server,
  { endpoints }: PlanReadings,
  status: ReadonlyMap<string, HostStatus>,
): HostPlan {
  const [first] = hosts;
  const record = (first ?? machines[0])?.after ?? (first ?? machines[0])?.before;
  const route = routeOf(record?.inputs.route) ?? routeOf(record?.outputs.route);
  const expected = uuid ?? (first && uuidOfBmc(first));
  const live = endpoints
    .find(({ name, url }) => name === route?.name && url === route?.url)
    ?.hosts?.find(({ nodeUuid: found }) => found === expected);
  const around = {
    host: first?.before ?? first?.after,
    occupied: machines.some(staysOn) || (machines.length === 0 && live?.machine !== undefined),
    installedChecksum: live?.machine?.imageChecksum,
  };
  const deeds = [...machines, ...hosts].map((subject) => deedOf(subject, around));
  const known = uuid === undefined ? undefined : status.get(uuid);
  const notes = known ? statusNotes(known) : newHostNotes(first, live);
  const seconds = deeds.reduce((sum, deed) => sum + deed.seconds, 0);
  return {
    host,
    machine: machines.find(({ op }) => !op.startsWith("delete"))?.name ?? null,
    endpoint: route?.name ?? "",
    nodeUuid: uuid ?? live?.nodeUuid ?? null,
    effect: deeds.reduce<Effect>((worst, { effect }) => worse(worst, effect), "untouched"),
    destructive: deeds.some(({ destructive }) => destructive),
    why: whyOf(deeds),
    sentences: unique(deeds.flatMap(({ sentences }) => sentences)),
    disks: deeds.flatMap(({ disks }) => disks),
    usualSeconds: seconds === 0 ? null : seconds,
    resources: [...hosts, ...machines].map(plannedResource),
    live:
      known || live
        ? { state: known?.state ?? live?.provisionState ?? "", power: (known ?? live)?.power ?? "unknown", notes }
        : null,
  };
}

/** Does the host carry it after the run, given up or not? */
function staysOn({ op, before }: Subject): boolean {
  const way = textOf(before?.outputs.onDestroy) ?? "detach";
  return !op.startsWith("delete") || way === "detach" || before?.keptBy !== undefined;
}

/** Of the worst deed first. */
function whyOf(deeds: readonly Deed[]): readonly string[] {
  return unique(
    [...deeds].sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect)).flatMap(({ why }) => why),
  );
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function plannedResource({ kind, name, op, before, after }: Subject): PlannedResource {
  const renamedFrom = before && after && before.name !== after.name ? before.name : null;
  return { kind: kind === "BareMetalHost" ? "host" : "machine", name, op, renamedFrom };
}

function statusNotes({ failure, state, differences }: HostStatus): readonly string[] {
  const failed = failure ? [`${state}: ${failure.reason.replace(/\.$/, "")}. next: ${failure.next}`] : [];
  return [...failed, ...differences.map(({ message, next }) => `${message} next: ${next}`)];
}

/** Its node may be there already, of this stack or of another one. */
function newHostNotes(host: Subject | undefined, live: FleetHost | undefined): readonly string[] {
  if (host === undefined || live === undefined) {
    return [];
  }
  const wanted = textOf(fieldOf(host.after?.inputs.ironworks, "owner"));
  if (live.owner === undefined) {
    return ["has a node in Ironic already, without a record of Ironworks. next: expect that `pulumi up` refuses it"];
  }
  if (live.owner !== wanted && !live.detached) {
    return [`belongs to \`${live.owner}\`, as \`${live.hostId}\`. next: expect that \`pulumi up\` refuses it`];
  }
  return [
    `is in Ironic already (${live.provisionState}), ${live.detached ? "given up" : "of this stack"}; it is attached.`,
  ];
}

/** What its node will have for a uuid. */
function uuidOfBmc({ after }: Subject): string | undefined {
  const address = textOf(fieldOf(after?.inputs.bmc, "address"));
  const parsed = address === undefined ? undefined : parseBmcAddress(address);
  return parsed?.ok ? nodeUuid(canonicalBmcEndpoint(parsed.value)) : undefined;
}
