import { type Standing, standingOf } from "@ironworks/driver";
import type { DirectoryEntry } from "../api/node.js";
import { type Directory, drivesBmc } from "../directory.js";
import { describeNode } from "./describeNode.js";
import { hostRecordOf } from "./nodeRecord.js";
import { hostStamp } from "./stamp.js";

/** The server that is to be enrolled. */
export interface Candidate {
  readonly owner: string;
  readonly hostId: string;
  readonly nodeUuid: string;
  /** Canonical BMC endpoint. */
  readonly bmc: string;
  readonly bootMACAddress?: string | undefined;
}

/** What to do about a server: enrol it, attach to the node that is ours already, or leave it alone. */
export type Enrolment =
  | { readonly kind: "new" }
  | { readonly kind: "attach"; readonly nodeUuid: string }
  | { readonly kind: "refused"; readonly detail: string; readonly remedy: string };

/** A node that may be attached to, and how it stands to the candidate. */
export type Attachable = Extract<Standing, "ours" | "given-up-here" | "given-up-elsewhere">;

/**
 * Decides from everything the endpoint knows. Ironic keeps neither BMC addresses unique nor nodes from being enrolled
 * twice under two uuids, so each node with this uuid, this BMC or this MAC counts.
 */
export function decideEnrolment(directory: Directory, candidate: Candidate): Enrolment {
  const { nodeUuid, bmc, bootMACAddress } = candidate;
  const same = directory.byUuid(nodeUuid);
  const twins = directory.byBmc(bmc).filter(({ uuid }) => uuid !== nodeUuid);
  const macHolder = bootMACAddress === undefined ? undefined : directory.byMac(bootMACAddress);
  const mayHave = (node: DirectoryEntry): boolean => attachable(node, candidate) !== undefined;

  // After an address change the node keeps the uuid of its first address.
  const ours = same ?? [...twins, ...(macHolder ? [macHolder] : [])].find(mayHave);
  if (ours && !mayHave(ours)) {
    return refused("the server is enrolled already", ours, candidate);
  }
  const twin = twins.find(({ uuid }) => uuid !== ours?.uuid);
  if (twin) {
    return refused(`its BMC ${bmc} is driven by another node already`, twin, candidate);
  }
  if (macHolder && macHolder.uuid !== ours?.uuid) {
    return refused(`its MAC ${bootMACAddress} belongs to another node`, macHolder, candidate);
  }
  return ours ? { kind: "attach", nodeUuid: ours.uuid } : { kind: "new" };
}

/**
 * How a node that the candidate may have stands to it; undefined where it must leave it alone. What was given up under
 * another name is had only by the very BMC: a MAC alone is a weaker proof than a name.
 */
export function attachable(
  node: Pick<DirectoryEntry, "extra" | "driver_info" | "instance_uuid">,
  { owner, hostId, bmc }: Pick<Candidate, "owner" | "hostId" | "bmc">,
): Attachable | undefined {
  const record = hostRecordOf(node);
  const standing = record && standingOf(hostStamp(record), { owner, name: hostId });
  switch (standing) {
    case "ours":
      return standing;
    case "given-up-here":
      return drivesBmc(node, bmc) ? standing : undefined;
    case "given-up-elsewhere":
      return drivesBmc(node, bmc) && node.instance_uuid === null ? standing : undefined;
    default:
      return undefined;
  }
}

function refused(what: string, node: DirectoryEntry, candidate: Candidate): Enrolment {
  return { kind: "refused", detail: `${what}: ${describeNode(node)}`, remedy: remedyFor(node, candidate) };
}

const UNCHANGED = "(nothing was changed)";

function remedyFor(node: DirectoryEntry, { owner, hostId }: Candidate): string {
  const record = hostRecordOf(node);
  const standing = record && standingOf(hostStamp(record), { owner, name: hostId });
  const occupied = node.instance_uuid !== null;
  switch (standing) {
    case "held-here": {
      const machine = occupied ? record?.machine : undefined;
      const isHeld = machine?.owner === owner && !machine.detached;
      const too = isHeld
        ? `, and \`${aliasOf(machine.machineId)}\` into those of its machine if that is renamed too,`
        : "";
      return (
        `write \`${aliasOf(record?.hostId)}\` into the options of \`${hostId}\`${too} with \`parent\` where it stood in another ` +
        `component: it is a host of this stack under another name; if another server was meant, correct \`bmc.address\` ${UNCHANGED}`
      );
    }
    case "held-elsewhere":
      return occupied
        ? "manage the server from there; or move host and machine here with `pulumi state move`; or deprovision the machine " +
            `there and destroy the host there (a detach is enough), then run again ${UNCHANGED}`
        : `manage the server from there; or destroy it there (a detach is enough), then run again ${UNCHANGED}`;
    case "given-up-elsewhere":
      return occupied
        ? "an operating system is still installed on it: bring host and machine back in that stack, under their names, and " +
            `deprovision the machine there; or manage the server from there ${UNCHANGED}`
        : `correct \`bmc.address\` or \`bootMACAddress\`: that node was enrolled with another BMC ${UNCHANGED}`;
    case "ours":
    case "given-up-here":
      return `correct \`bmc.address\` or \`bootMACAddress\`: this stack's own node has another BMC ${UNCHANGED}`;
    default:
      return `manage the server from where it is enrolled, or have whoever enrolled it remove its node first ${UNCHANGED}`;
  }
}

/** What keeps a resource of another name the same resource. */
export function aliasOf(name = ""): string {
  return `aliases: [{ name: "${name}" }]`;
}
