import type { Deed, DeleteOutcome, Driver, HostState, MachineState, OperationContext, Problem } from "@ironworks/core";
import type { ResourceMeta, StoredMeta } from "./resourceMeta.js";
import type { RouteInputs } from "./routeInputs.js";
import type { Timeouts } from "./timeouts.js";

/** What a change amounts to, found from what is stored and what is wanted alone. */
interface Difference {
  readonly changes: boolean;
  /** Sentences; with any of them the change must not be made. */
  readonly refusals: readonly string[];
  /** Sentences to show in every preview: of what will or may be written, and of what waits. */
  readonly warnings: readonly string[];
  /** Sentences to show in every preview that ask for nothing. */
  readonly notes: readonly string[];
  /** The server of a host is to boot the deploy ramdisk, which stops what runs on it. */
  readonly bootsRamdisk?: boolean | undefined;
  /** What the change destroys, for the ledger of the run. Absent: nothing. */
  readonly deed?: PlannedDeed | undefined;
}

/** A destructive deed that a change comes to. */
export interface PlannedDeed extends Deed {
  /** False where that depends on values that are not known yet. */
  readonly certain: boolean;
}

export interface AnyInputs {
  readonly ironworks: ResourceMeta;
  readonly route: RouteInputs;
  readonly timeouts?: Timeouts | undefined;
}

export interface AnyOutputs {
  readonly ironworks: StoredMeta;
  readonly route: RouteInputs;
  readonly nodeUuid: string;
  readonly timeouts?: Timeouts | undefined;
}

/**
 * The life of one kind of resource, from stored data and a driver. It knows no engine: whoever calls it brings the
 * signal, the budgets and the place where progress is shown.
 */
export interface Lifecycle<
  Inputs extends AnyInputs,
  Outputs extends AnyOutputs,
  State extends HostState | MachineState,
> {
  /** Everything wrong with inputs. `unknown` holds the paths of values that are absent because nobody knows them yet. */
  problems(inputs: Inputs, unknown: readonly string[]): Problem[];
  /** Sentences to show, as warnings, before a create: of what it will write. An engine may not preview a create itself. */
  warningsOfCreate(inputs: Inputs, unknown: readonly string[]): readonly string[];
  diff(stored: Outputs, inputs: Inputs, unknown: readonly string[]): Difference;
  create(driver: Driver, inputs: Inputs, context: OperationContext): Promise<State>;
  update(driver: Driver, inputs: Inputs, stored: Outputs, context: OperationContext): Promise<State>;
  /** What is there now. Never says gone. */
  read(driver: Driver, stored: Outputs, context: OperationContext): Promise<State>;
  /** Sentences to show, as warnings, of what a read found changed behind the stack's back. */
  drift(stored: Outputs, state: State): readonly string[];
  delete(driver: Driver, stored: Outputs, context: OperationContext): Promise<DeleteOutcome>;
  /** What to store of a state; `settled` is false where an operation did not reach its end. */
  outputs(inputs: Inputs | Outputs, state: State, settled: boolean): Outputs;
  /** Inputs that would lead to what was read, where that differs from what is stored: a refresh shows the drift with them. */
  inputsOf(stored: Outputs): Inputs | undefined;
}
