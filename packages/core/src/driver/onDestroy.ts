import type { HostOnDestroy } from "../host/hostSpec.js";
import type { MachineOnDestroy } from "../machine/machineSpec.js";

/** What deleting a resource does to its server, in words for a table and for a line. */
export interface DestroyEffect {
  /** What became of it, e.g. `left as it is`. */
  readonly said: string;
  /** What becomes of the power. */
  readonly power: "as it is" | "off";
  /** What a sentence says of Ironic's node. */
  readonly node: string;
  /** What a sentence says of the disks. */
  readonly disks: string;
  /** When nothing is done, and an error says why. */
  readonly refused?: string | undefined;
}

/** Each value of a host's `onDestroy`. The first is the default. */
export const HOST_ON_DESTROY: Readonly<Record<HostOnDestroy, DestroyEffect>> = {
  detach: { said: "left as it is", power: "as it is", node: "stays in Ironic", disks: "untouched" },
  remove: {
    said: "removed",
    power: "as it is",
    node: "is deleted from Ironic",
    disks: "untouched",
    refused: "while a machine is on the host",
  },
};

/** Each value of a machine's `onDestroy`. The first is the default. */
export const MACHINE_ON_DESTROY: Readonly<Record<MachineOnDestroy, DestroyEffect>> = {
  detach: { said: "left as it is", power: "as it is", node: "stays in Ironic, occupied", disks: "untouched" },
  deprovision: {
    said: "taken off its host",
    power: "off",
    node: "becomes available",
    disks:
      'untouched; the partition tables of every disk are erased where the host has `automatedCleaningMode: "metadata"`',
    refused: "after the machine was given up",
  },
};
