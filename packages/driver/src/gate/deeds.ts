import type { DestructiveKind, Phase } from "@ironworks/core";

/** What a deed may do to a server's power. */
export type PowerEffect =
  /** Stays as it is. */
  | "none"
  /** Is switched, or the server boots something else. */
  | "changes";

/** What a deed may do to disks. */
export type DiskEffect =
  /** Stay as they are. */
  | "none"
  /** Those that the deed names may be written. */
  | "named"
  /** Every disk may be erased. */
  | "all";

/** What one kind of deed does, as far as anybody's data or uptime is concerned. */
export interface DeedEffect {
  /** Whose budget counts, and what an error names. */
  readonly phase: Phase;
  /** To the power. */
  readonly power: PowerEffect;
  /** To disks. */
  readonly disks: DiskEffect;
  /** Written down on the record until it is known to have ended. */
  readonly stamped: boolean;
  /** What the ledger calls it, which counts it against `maxDestructive`; undefined where nothing is destroyed. */
  readonly destructive?: DestructiveKind | undefined;
}

const harmless = { power: "none", disks: "none", stamped: false } as const;
const reboots = { power: "changes", disks: "none", stamped: true } as const;
const writes = { power: "changes", disks: "named", stamped: true } as const;

/** A key of {@link DEEDS}. */
export type DeedKind =
  | "verify"
  | "look"
  | "settle"
  | "endMaintenance"
  | "adopt"
  | "remove"
  | "inspect"
  | "takeOver"
  | "powerOn"
  | "powerOff"
  | "boot"
  | "install"
  | "installOver"
  | "reinstall"
  | "deprovision"
  | "clean";

/**
 * Everything that a route can be asked to do with a server. Nothing else is ever asked for.
 *
 * - `verify`: ask the BMC whether address and credentials are right.
 * - `look`: read the BMC's own inventory.
 * - `settle`: leave a failed state, or go between states in which nothing is installed; without cleaning.
 * - `inspect`: boot the ramdisk to read the hardware.
 * - `takeOver`: the same, of a server that was on and not ours.
 * - `adopt`: note what is installed, without touching the server.
 * - `install`: write the first system of a host that we enrolled.
 * - `installOver`: write the first system of a host that was adopted.
 * - `reinstall`: write over an installed system.
 * - `boot`: boot what is on the disk through the ramdisk, without writing.
 * - `deprovision`: take the system off and power off; disks stay.
 * - `clean`: the same, and erase; or erase alone.
 * - `powerOn`, `powerOff`: what they say.
 * - `remove`: take the server off the route; power and disks stay.
 * - `endMaintenance`: leave the route's own maintenance after a failed cleaning.
 */
export const DEEDS: Readonly<Record<DeedKind, DeedEffect>> = {
  verify: { ...harmless, phase: "verify" },
  look: { ...harmless, phase: "inspect" },
  settle: { ...harmless, phase: "provide" },
  endMaintenance: { ...harmless, phase: "provide" },
  adopt: { ...harmless, phase: "provide" },
  remove: { ...harmless, phase: "provide" },
  inspect: { ...reboots, phase: "inspect" },
  takeOver: { ...reboots, phase: "inspect", destructive: "takeover" },
  powerOn: { ...reboots, stamped: false, phase: "power" },
  powerOff: { ...reboots, stamped: false, phase: "power" },
  boot: { ...reboots, phase: "deploy" },
  install: { ...writes, phase: "deploy" },
  installOver: { ...writes, phase: "deploy", destructive: "first install on an adopted server" },
  reinstall: { ...writes, phase: "deploy", destructive: "reinstall" },
  deprovision: { ...reboots, phase: "deprovision" },
  clean: { power: "changes", disks: "all", stamped: true, phase: "deprovision", destructive: "deprovision" },
};

/** Whether a text names a deed. */
export function isDeedKind(text: string): text is DeedKind {
  return Object.hasOwn(DEEDS, text);
}

/** What a kind of deed does. */
export function deedEffect(kind: DeedKind): DeedEffect {
  return DEEDS[kind];
}
