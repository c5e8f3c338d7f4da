import type { OperatorMachineSpec } from "@ironworks/metal3";

/** A machine as its host knows it. */
export interface AttachedMachine {
  /** Path of the machine's construct. */
  readonly path: string;
  readonly spec: OperatorMachineSpec;
}
