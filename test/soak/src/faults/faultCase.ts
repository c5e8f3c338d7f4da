import type { FailureClass } from "@ironworks/core";
import type { Lab, LabHost } from "@ironworks/lab";
import type { BareMetalHostArgs, ProvisionedMachineArgs } from "@ironworks/pulumi";
import type { Gate } from "../gate.js";

/** What a fault may act on. */
export interface FaultBench {
  readonly lab: Lab;
  /** The host of this fault alone. */
  readonly host: LabHost;
  /** The way to Ironic of this fault alone. */
  readonly gate: Gate;
}

/** What of a program is wrong, over what is right. */
export interface Mistake {
  readonly endpoint?: string | undefined;
  /** URL of the ramdisk's ISO. */
  readonly ramdisk?: string | undefined;
  readonly bmc?: Partial<Awaited<BareMetalHostArgs["bmc"]>> | undefined;
  readonly host?: Partial<BareMetalHostArgs> | undefined;
  readonly image?: { readonly url?: string | undefined; readonly checksum?: string | undefined } | undefined;
  readonly machine?: Partial<ProvisionedMachineArgs> | undefined;
}

/** When it is raised: before a host is enrolled, before a machine is installed on one that is, or only in a program. */
export type Stage = "enrol" | "install" | "program";

/** Trouble, and what a user must read of it. */
export interface FaultCase {
  readonly name: string;
  readonly stage: Stage;
  /** Whether CI raises it, too. */
  readonly quick?: boolean | undefined;
  raise?(bench: FaultBench): Promise<void>;
  clear?(bench: FaultBench): Promise<void>;
  /** Nothing clears it but somebody who puts back what was lost. */
  readonly final?: boolean | undefined;
  mistake?(bench: FaultBench): Mistake;
  /** One of these must be named; `slow` is a warning by time, and the run goes well. */
  readonly classes: readonly (FailureClass | "slow")[];
}
