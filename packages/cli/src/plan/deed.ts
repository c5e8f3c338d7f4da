import { type DestroyEffect, HOST_ON_DESTROY, hostDeedSaidBy, MACHINE_ON_DESTROY, writesSaidBy } from "@ironworks/core";
import { booleanOf, fieldOf, itemsOf, textOf } from "@ironworks/core/json";
import { DEFAULT_BUDGETS } from "@ironworks/driver";
import type { FleetDisk } from "@ironworks/ironic";
import type { ExportedResource } from "../pulumi/exportedResources.js";
import { diskOf } from "../status/stackState.js";
import type { Effect } from "./hostPlan.js";
import type { PreviewMessage } from "./previewDocument.js";
import { secondOpinion } from "./secondOpinion.js";
import type { Subject } from "./subject.js";

/** What a step does to a server. */
export interface Deed {
  readonly effect: Effect;
  readonly destructive: boolean;
  readonly why: readonly string[];
  readonly sentences: readonly string[];
  readonly disks: readonly FleetDisk[];
  readonly seconds: number;
}

/** What is known of the host of a resource, beside its own step. */
export interface Around {
  /** Of the host, as the state has it. */
  readonly host?: ExportedResource | undefined;
  /** A machine stays on the host, or is given up there. */
  readonly occupied: boolean;
  /** Checksum of what Ironic says is installed. */
  readonly installedChecksum?: string | undefined;
}

const NOTHING: Deed = { effect: "untouched", destructive: false, why: [], sentences: [], disks: [], seconds: 0 };

const { verify, inspect, provide, deploy, power, deprovision } = DEFAULT_BUDGETS;
const USUAL = {
  enrol: verify.expectedSeconds + inspect.expectedSeconds + provide.expectedSeconds,
  install: deploy.expectedSeconds,
  power: power.expectedSeconds,
  deprovision: deprovision.expectedSeconds,
};

/**
 * Errors of ours have a code; the engine's own of a protected resource has none. Any other is that of a run which was ended: the
 * engine cancels what is under way when something else is refused.
 */
const REFUSAL = /\[[A-Z][A-Z0-9_]+\]|\bprotect/;

/** What becomes of the server by this step. */
export function deedOf(subject: Subject, around: Around): Deed {
  const { kind, op, messages } = subject;
  const sentences = messages.map(({ text }) => text);
  const errors = messages.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const why = errors.map(inShort);
    return {
      ...NOTHING,
      effect: errors.some(({ text }) => REFUSAL.test(text)) ? "refused" : "not decided",
      why,
      sentences,
      disks: kind === "ProvisionedMachine" ? disksOf(subject) : [],
    };
  }
  if (op.startsWith("delete")) {
    return kind === "BareMetalHost" ? hostDeletion(subject, around) : machineDeletion(subject, around);
  }
  const deed = kind === "BareMetalHost" ? hostDeed(subject) : machineDeed(subject, around);
  const why = [...new Set([...deed.why, ...messages.map(inShort)])];
  const effect = op === "unknown" && deed.effect === "untouched" ? "not decided" : deed.effect;
  return { ...deed, effect, why, sentences: [...new Set([...sentences, ...deed.sentences])] };
}

/** What a sentence says after the deed: the reason; of a refusal, its first sentence. */
function reasonIn(sentence: string): string {
  const colon = sentence.indexOf(": ");
  const rest = colon < 0 ? sentence : sentence.slice(colon + 2);
  return rest.replace(/\. .*$/s, "").replace(/, unless .*$/s, "");
}

/** In a cell of a table. */
function inShort({ severity, text }: PreviewMessage): string {
  const isDeed = severity === "error" || writesSaidBy(text) !== undefined || hostDeedSaidBy(text) !== undefined;
  return isDeed ? reasonIn(text) : text.replace(/; .*$/s, "");
}

const ENROLMENT: Deed = { ...NOTHING, effect: "rebooted", seconds: USUAL.enrol };

function hostDeed({ op, after, messages }: Subject): Deed {
  const deeds = messages.flatMap(({ text }) => hostDeedSaidBy(text) ?? []);
  const takes = booleanOf(fieldOf(after?.inputs, "takeover")) === true && op.startsWith("create");
  if (deeds.includes("boot-ramdisk")) {
    return { ...ENROLMENT, why: ["boots the deploy ramdisk"], destructive: takes };
  }
  if (deeds.includes("power-off")) {
    return { ...NOTHING, effect: "powered off", seconds: USUAL.power };
  }
  if (deeds.includes("power-on")) {
    return { ...NOTHING, effect: "powered on", seconds: USUAL.power };
  }
  if (deeds.includes("inspect-by-bmc")) {
    return { ...NOTHING, seconds: USUAL.enrol, destructive: takes };
  }
  return op.startsWith("create") ? { ...ENROLMENT, why: ["boots the deploy ramdisk"], destructive: takes } : NOTHING;
}

function machineDeed(subject: Subject, around: Around): Deed {
  const { op, messages } = subject;
  const said = messages.flatMap(({ text }) => writesSaidBy(text) ?? []);
  const writes = { ...NOTHING, disks: disksOf(subject), seconds: USUAL.install };
  if (said.includes("reinstall")) {
    return { ...writes, effect: "erased", destructive: true };
  }
  if (said.includes("may-reinstall")) {
    return { ...writes, effect: "may be erased", destructive: true };
  }
  if (said.includes("first-install") || op.startsWith("create")) {
    return { ...writes, effect: "installed", why: said.length > 0 ? [] : ["first install"] };
  }
  const doubt = op === "same" || op === "unknown" ? undefined : secondOpinion(subject, around.installedChecksum);
  return doubt === undefined
    ? NOTHING
    : { ...writes, effect: "may be erased", destructive: true, why: [reasonIn(doubt)], sentences: [doubt] };
}

/** The disk that is on record, and the one that is wanted, where they are two. */
function disksOf({ before, after }: Subject): readonly FleetDisk[] {
  const found = [diskOf(before?.outputs.rootDisk), diskOf(after?.inputs.rootDisk)].flatMap((disk) => disk ?? []);
  const identity = ({ serial, wwn, name }: FleetDisk): string => serial ?? wwn ?? name ?? "";
  return found.filter((disk, at) => found.findIndex((other) => identity(other) === identity(disk)) === at);
}

function hostDeletion({ before }: Subject, { occupied }: Around): Deed {
  const name = before?.name ?? "";
  if (before?.keptBy !== undefined) {
    return kept("host", before);
  }
  const way = textOf(before?.outputs.onDestroy) ?? "detach";
  const effect = effectIn(HOST_ON_DESTROY, way);
  const sentence = deletion("host", name, way, effect?.power, effect?.said, effect?.node, effect?.disks);
  if (occupied && effect?.refused !== undefined) {
    const reason = `deleting it is refused ${effect.refused}`;
    return { ...NOTHING, effect: "refused", why: [reason], sentences: [`${sentence}; ${reason}`] };
  }
  const off = effect?.power !== "as it is";
  return {
    ...NOTHING,
    effect: off ? "powered off" : "untouched",
    why: [`host ${effect?.said ?? way}`],
    sentences: [sentence],
    seconds: off ? USUAL.power : 0,
  };
}

/** What each way of deleting erases. One that is not known here is taken for the worst. */
const ERASES: Readonly<Record<string, "nothing" | "where the host cleans" | "everything">> = {
  detach: "nothing",
  deprovision: "where the host cleans",
  erase: "everything",
};

function machineDeletion({ before }: Subject, { host }: Around): Deed {
  if (before?.keptBy !== undefined) {
    return kept("machine", before);
  }
  const name = before?.name ?? "";
  const way = textOf(before?.outputs.onDestroy) ?? "detach";
  const effect = effectIn(MACHINE_ON_DESTROY, way);
  const erases = ERASES[way] ?? "everything";
  const cleans = textOf(host?.outputs.automatedCleaningMode) === "metadata";
  const erased = erases === "everything" || (erases === "where the host cleans" && cleans);
  const disks = erased || erases === "nothing" ? effect?.disks : "untouched";
  const off = effect?.power !== "as it is";
  return {
    effect: erased ? "erased" : off ? "powered off" : "untouched",
    destructive: erased,
    why: [`machine ${effect?.said ?? way}${erased ? ", disks cleaned" : ""}`],
    sentences: [deletion("machine", name, way, effect?.power, effect?.said, effect?.node, disks)],
    disks: erased ? disksErased(host, before) : [],
    seconds: off ? USUAL.deprovision : 0,
  };
}

/** Every disk of the host but those that the machine keeps. */
function disksErased(host: ExportedResource | undefined, machine: ExportedResource | undefined): readonly FleetDisk[] {
  const kept = itemsOf(machine?.outputs.keepDisks).map((disk) => ({
    serial: textOf(fieldOf(disk, "serial")),
    wwn: textOf(fieldOf(disk, "wwn")),
  }));
  const isKept = ({ serial, wwn }: FleetDisk): boolean =>
    kept.some(
      (disk) =>
        (disk.serial !== undefined || disk.wwn !== undefined) &&
        (disk.serial ?? serial) === serial &&
        (disk.wwn ?? wwn) === wwn,
    );
  const disks = itemsOf(fieldOf(host?.outputs.hardware, "storage")).flatMap((disk) => diskOf(disk) ?? []);
  return disks.filter((disk) => !isKept(disk));
}

function effectIn(table: Readonly<Record<string, DestroyEffect>>, way: string): DestroyEffect | undefined {
  return Object.hasOwn(table, way) ? table[way] : undefined;
}

function deletion(
  what: string,
  name: string,
  way: string,
  power = "not known here",
  said = "deleted",
  node = "not known here",
  disks = "not known here",
): string {
  return `${what} \`${name}\` is deleted (\`onDestroy: "${way}"\`): ${said}, power ${power}, node ${node}, disks ${disks}`;
}

function kept(what: string, { name, keptBy }: ExportedResource): Deed {
  const sentence = `${what} \`${name}\` leaves the state and nothing else happens (\`${keptBy}\`)`;
  return { ...NOTHING, why: [`${what} leaves the state (\`${keptBy}\`)`], sentences: [sentence] };
}
