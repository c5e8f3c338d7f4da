import type { EmulatedBmc } from "../bmc/emulatedBmc.js";
import type { FaultOptions } from "./faultView.js";

/** What faults act on. */
export interface FaultTargets {
  bmc(host: string): EmulatedBmc;
  killConductor(): Promise<void>;
  restartConductor(): Promise<void>;
  /** Locks the node of a host in Ironic's database, or unlocks it. */
  reserve(host: string, held: boolean): Promise<void>;
  /** Holds the write lock of Ironic's database; the returned function lets go. */
  lockDatabase(): Promise<() => Promise<void>>;
}

/** A setting of a fault. */
export interface FaultOption {
  /** Used where none is given; its type is that of the setting. Numbers must be above 0. */
  readonly default: string | number;
  /** What the setting means, with its unit. */
  readonly summary: string;
}

/** A kind of trouble that a lab can have on demand. */
export interface FaultKind {
  /** What happens while it is on. */
  readonly summary: string;
  /** `host`: of one host, or of all where none is named. `lab`: of the whole lab. */
  readonly scope: "host" | "lab";
  /** Its settings by name; none where absent. */
  readonly options?: Readonly<Record<string, FaultOption>> | undefined;
  /** Of the faults of a group a host has one at a time: the next replaces the last. */
  readonly group?: "bmc" | undefined;
}

/** A fault with what it does. */
export interface FaultEntry extends FaultKind {
  /** Acts when it goes on or off. A fault without is looked up by the part that misbehaves. */
  readonly act?: FaultAct | undefined;
}

/** What a fault does as it goes on and off. */
export interface FaultAct {
  /** @param host - Set for faults of a host. */
  on(targets: FaultTargets, host: string | undefined, options: FaultOptions): Promise<void>;
  off(targets: FaultTargets, host: string | undefined): Promise<void>;
}

const trouble = (kind: Parameters<EmulatedBmc["setTrouble"]>[0]): FaultAct => ({
  on: (targets, host = "") => targets.bmc(host).setTrouble(kind),
  off: (targets, host = "") => targets.bmc(host).setTrouble(undefined),
});

function databaseLock(): FaultAct {
  const held = new Map<FaultTargets, () => Promise<void>>();
  return {
    async on(targets) {
      held.set(targets, await targets.lockDatabase());
    },
    async off(targets) {
      await held.get(targets)?.();
      held.delete(targets);
    },
  };
}

const STEP: FaultOption = { default: "write_image", summary: "the step or command at which it happens" };

/** Every fault, by name. One more is one more entry. */
export const FAULT_CATALOGUE: Readonly<Record<string, FaultEntry>> = {
  "bmc-refused": {
    summary: "the BMC's port refuses connections",
    scope: "host",
    group: "bmc",
    act: trouble("refused"),
  },
  "bmc-unreachable": {
    summary: "connection attempts to the BMC get no answer",
    scope: "host",
    group: "bmc",
    act: trouble("unreachable"),
  },
  "bmc-hanging": {
    summary: "the BMC accepts connections and never answers",
    scope: "host",
    group: "bmc",
    act: trouble("hanging"),
  },
  "bmc-wrong-password": {
    summary: "the BMC accepts another password than its spec has",
    scope: "host",
    group: "bmc",
    act: trouble("wrong-password"),
  },
  "bmc-untrusted": {
    summary: "the BMC has another certificate than the one that Ironic trusts",
    scope: "host",
    group: "bmc",
    act: trouble("untrusted"),
  },
  "bmc-error": {
    summary: "the BMC answers every request with 500",
    scope: "host",
    group: "bmc",
    act: trouble("error"),
  },
  "bmc-forbidden": {
    summary: "the BMC's account may read and may change nothing",
    scope: "host",
    group: "bmc",
    act: trouble("forbidden"),
  },
  "bmc-no-power": {
    summary: "the BMC refuses to switch the power",
    scope: "host",
    group: "bmc",
    act: trouble("no-power"),
  },
  "bmc-no-boot-device": {
    summary: "the BMC refuses to choose what boots",
    scope: "host",
    group: "bmc",
    act: trouble("no-boot-device"),
  },
  "bmc-no-media": {
    summary: "the BMC refuses to insert virtual media",
    scope: "host",
    group: "bmc",
    act: trouble("no-media"),
  },
  "bmc-flapping": {
    summary: "the power that the BMC reports is another one at each question",
    scope: "host",
    group: "bmc",
    act: trouble("flapping"),
  },
  "bmc-slow": {
    summary: "the BMC is slow to answer each connection",
    scope: "host",
    options: { delayMs: { default: 2_000, summary: "delay of each connection, milliseconds" } },
    act: {
      on: async (targets, host = "", options) => targets.bmc(host).setDelay(Number(options.delayMs)),
      off: async (targets, host = "") => targets.bmc(host).setDelay(0),
    },
  },
  "agent-silent": { summary: "the ramdisk boots and never calls Ironic", scope: "host" },
  "agent-lookup-lost": {
    summary:
      "the answer with the agent's token is lost; the agent locks down until the next boot, as the real one does",
    scope: "host",
  },
  "agent-dies": {
    summary: "the agent vanishes when a step begins, and its heartbeats with it",
    scope: "host",
    options: { step: STEP },
  },
  "agent-hangs": { summary: "a step never ends, while heartbeats go on", scope: "host", options: { step: STEP } },
  "agent-step-fails": {
    summary: "a step or command fails",
    scope: "host",
    options: {
      step: STEP,
      message: { default: "the lab was asked to fail here", summary: "the agent's error message" },
    },
  },
  "agent-no-disks": { summary: "the ramdisk finds no disks, as without their controller's driver", scope: "host" },
  "agent-slow": {
    summary: "a step takes longer, while heartbeats go on",
    scope: "host",
    options: { step: STEP, seconds: { default: 30, summary: "how much longer, seconds" } },
  },
  "disk-full": {
    summary: "a disk takes no more of an image than so many bytes",
    scope: "host",
    options: { bytes: { default: 4 * 2 ** 20, summary: "bytes that fit" } },
  },
  "image-404": { summary: "the image server answers 404", scope: "host" },
  "image-500": { summary: "the image server answers 500", scope: "host" },
  "image-forbidden": { summary: "the image server answers 403", scope: "host" },
  "image-truncated": { summary: "the image server ends the connection in the middle", scope: "host" },
  "image-wrong-checksum": { summary: "the image server sends bytes that do not match the checksum", scope: "host" },
  "image-slow": {
    summary: "the image server sends slowly",
    scope: "host",
    options: { bytesPerSecond: { default: 2 * 2 ** 20, summary: "bytes a second" } },
  },
  "node-reserved": {
    summary: "Ironic's node is locked, as by a conductor that is gone",
    scope: "host",
    act: {
      on: (targets, host = "") => targets.reserve(host, true),
      off: (targets, host = "") => targets.reserve(host, false),
    },
  },
  "database-locked": { summary: "Ironic's database takes no changes", scope: "lab", act: databaseLock() },
  "conductor-killed": {
    summary: "Ironic is killed (SIGKILL); it is started again when the fault goes off",
    scope: "lab",
    act: { on: (targets) => targets.killConductor(), off: (targets) => targets.restartConductor() },
  },
};

/** The faults that a lab can have, by name. */
export const FAULTS: Readonly<Record<string, FaultKind>> = Object.fromEntries(
  Object.entries(FAULT_CATALOGUE).map(([name, { act: _act, ...kind }]) => [name, kind]),
);
