import { type HostAdoption, isProof } from "@ironworks/core";
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
  readonly adopt?: HostAdoption | undefined;
}

/** Why a server is left alone. */
export type EnrolmentRefusal =
  /** Its node carries no record of Ironworks. */
  | "foreign"
  /** Another stack gave it up, and it cannot be had without that stack's name. */
  | "tombstone"
  /** Another stack has it. */
  | "not-ours"
  /** This stack has it under another name. */
  | "name"
  /** Two nodes drive its BMC. */
  | "twin"
  /** Its MAC is another node's. */
  | "mac";

/** What to do about a server: enrol it, attach to the node that is ours already, or leave it alone. */
export type Enrolment =
  | { readonly kind: "new" }
  | { readonly kind: "attach"; readonly nodeUuid: string }
  | {
      readonly kind: "refused";
      readonly reason: EnrolmentRefusal;
      readonly detail: string;
      /** Names the input that answers it, where one does. */
      readonly remedy: string;
    };

/** A node that may be attached to, and how it stands to the candidate. */
export type Attachable =
  | Extract<Standing, "ours" | "given-up-here" | "given-up-elsewhere">
  /** Another stack's, which `adopt.takeFrom` names. */
  | "taken"
  /** Without a record, and `adopt` names what it can be known by. */
  | "nobodys";

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
    return refused("the server is enrolled already", ours, candidate, reasonOf(ours, candidate));
  }
  const twin = twins.find(({ uuid }) => uuid !== ours?.uuid);
  if (twin) {
    return refused(
      `its BMC ${bmc} is driven by another node already`,
      twin,
      candidate,
      ours ? "twin" : reasonOf(twin, candidate),
    );
  }
  if (macHolder && macHolder.uuid !== ours?.uuid) {
    return refused(`its MAC ${bootMACAddress} belongs to another node`, macHolder, candidate, "mac");
  }
  return ours ? { kind: "attach", nodeUuid: ours.uuid } : { kind: "new" };
}

/**
 * How a node that the candidate may have stands to it; undefined where it must leave it alone. What was given up under
 * another name is had only by the very BMC: a MAC alone is a weaker proof than a name.
 */
export function attachable(
  node: Pick<DirectoryEntry, "name" | "extra" | "driver_info" | "instance_uuid">,
  { owner, hostId, bmc, adopt }: Pick<Candidate, "owner" | "hostId" | "bmc" | "adopt">,
): Attachable | undefined {
  const record = hostRecordOf(node);
  if (!record) {
    const free = node.instance_uuid === null && !isOperators(node) && drivesBmc(node, bmc);
    return free && isProof(adopt) ? "nobodys" : undefined;
  }
  const standing = standingOf(hostStamp(record), { owner, name: hostId });
  switch (standing) {
    case "ours":
      return standing;
    case "given-up-here":
      return drivesBmc(node, bmc) ? standing : undefined;
    case "given-up-elsewhere":
      if (drivesBmc(node, bmc) && node.instance_uuid === null) {
        return standing;
      }
      return isTaken(node, { bmc, adopt }) ? "taken" : undefined;
    case "held-elsewhere":
      return isTaken(node, { bmc, adopt }) ? "taken" : undefined;
    default:
      return undefined;
  }
}

/** Does the program name the very stack that has the server, or gave it up? */
export function isTaken(
  node: Pick<DirectoryEntry, "extra" | "driver_info">,
  { bmc, adopt }: Pick<Candidate, "bmc" | "adopt">,
): boolean {
  const owner = hostRecordOf(node)?.owner;
  return owner !== undefined && adopt?.takeFrom === owner && drivesBmc(node, bmc);
}

function reasonOf(node: DirectoryEntry, { owner, hostId }: Candidate): EnrolmentRefusal {
  const record = hostRecordOf(node);
  if (!record) {
    return "foreign";
  }
  switch (standingOf(hostStamp(record), { owner, name: hostId })) {
    case "held-elsewhere":
      return "not-ours";
    case "given-up-elsewhere":
      return "tombstone";
    default:
      return "name";
  }
}

function refused(what: string, node: DirectoryEntry, candidate: Candidate, reason: EnrolmentRefusal): Enrolment {
  return { kind: "refused", reason, detail: `${what}: ${describeNode(node)}`, remedy: remedyFor(node, candidate) };
}

const UNCHANGED = "(nothing was changed)";

function remedyFor(node: DirectoryEntry, candidate: Candidate): string {
  const { owner, hostId, bmc } = candidate;
  const record = hostRecordOf(node);
  const standing = record && standingOf(hostStamp(record), { owner, name: hostId });
  const occupied = node.instance_uuid !== null;
  const here = drivesBmc(node, bmc);
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
      return (
        (occupied
          ? "manage the server from there; or move host and machine here with `pulumi state move`; or deprovision the machine " +
            "there and destroy the host there (a detach is enough)"
          : "manage the server from there; or destroy it there (a detach is enough)") +
        `${here ? `; or, to take it from that stack, ${takeFromInput(record?.owner, occupied)}` : ""} ${UNCHANGED}`
      );
    case "given-up-elsewhere":
      return here
        ? `to have it here, ${takeFromInput(record?.owner, occupied)}; or ${
            occupied ? "bring host and machine back in that stack, under their names" : "bring it back in that stack"
          } ${UNCHANGED}`
        : `correct \`bmc.address\` or \`bootMACAddress\`: that node was enrolled with another BMC ${UNCHANGED}`;
    case "ours":
    case "given-up-here":
      return `correct \`bmc.address\` or \`bootMACAddress\`: this stack's own node has another BMC ${UNCHANGED}`;
    default:
      return here && !occupied && !isOperators(node)
        ? 'to have it here, write what it can be known by: `adopt: { serial: "…" }` or `adopt: { macs: ["…"] }`; or have whoever ' +
            `enrolled it remove its node first ${UNCHANGED}`
        : `manage the server from where it is enrolled, or have whoever enrolled it remove its node first ${UNCHANGED}`;
  }
}

/** ``write `adopt: { takeFrom: "acme/metal/old" }` `` */
function takeFromInput(owner = "", occupied = false): string {
  const too = occupied ? " (the record of its machine comes with it)" : "";
  return `write \`adopt: { takeFrom: "${owner}" }\`${too}`;
}

/** Named as baremetal-operator names its nodes: it would make the node anew. */
function isOperators({ name }: Pick<DirectoryEntry, "name">): boolean {
  return /^[a-z0-9-]+~[a-z0-9.-]+$/.test(name ?? "");
}

/** What keeps a resource of another name the same resource. */
export function aliasOf(name = ""): string {
  return `aliases: [{ name: "${name}" }]`;
}
