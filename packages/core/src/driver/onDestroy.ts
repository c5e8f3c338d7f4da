import type { HostOnDestroy } from "../host/hostSpec.js";
import type { MachineOnDestroy } from "../machine/machineSpec.js";
import type { PowerState } from "./driver.js";

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
  powerOff: {
    said: "shut down",
    power: "off",
    node: "stays in Ironic",
    disks: "untouched",
    refused: "while a machine is on the host, given up or not; where somebody else has powered the server on",
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
  erase: {
    said: "erased",
    power: "off",
    node: "becomes available",
    disks: "the partition tables of every disk are erased, those of `keepDisks` are not",
    refused: "after the machine was given up",
  },
};

/** What is there when a delete has ended. */
export interface AfterDestroy {
  /** As last seen. */
  readonly power: PowerState;
  /** Ironic's node. */
  readonly nodeUuid: string;
  /** What a sentence says of the disks; default: as the table has it. */
  readonly disks?: string | undefined;
}

/** ``left as it is: power on, node 6f7e… stays in Ironic, disks untouched``. */
export function destroyLine({ said, power, node, disks }: DestroyEffect, after: AfterDestroy): string {
  const is = power === "as it is" ? after.power : power;
  return `${said}: power ${is}, node ${after.nodeUuid} ${node}, disks ${after.disks ?? disks}`;
}
