import type {
  DeleteOutcome,
  Driver,
  HostQuery,
  HostRequest,
  HostState,
  IpaImageSpec,
  MachineRequest,
  MachineState,
  OperationContext,
} from "@ironworks/core";
import { RunningOperation } from "@ironworks/driver";
import type { ClientConfig } from "./api/client.js";
import { type Endpoint, shareEndpoint } from "./endpoint.js";
import { deleteHost, deleteMachine } from "./life/deletion.js";
import { createHost, updateHost } from "./life/hostLife.js";
import { Life } from "./life/life.js";
import { findHost, readHost, readMachine } from "./life/lookup.js";
import { createMachine, updateMachine } from "./life/machineLife.js";

/** How to reach an Ironic API, and what ramdisk its hosts boot. */
export interface IronicDriverOptions extends ClientConfig {
  /** The endpoint as the program names it, for messages. */
  readonly name: string;
  /** Default: the ramdisk that Ironic itself is configured with. */
  readonly ramdisk?: IpaImageSpec | undefined;
}

/**
 * Hosts and machines through the Ironic API. Drivers of one process that share an address and an account share its
 * connections, its polling and its look-ups.
 *
 * @example
 * ```ts
 * const driver = new IronicDriver({ name: "site-a", endpoint: "https://192.0.2.10:6385", credentials });
 * const host = await driver.createHost({ owner: "acme/metal/prod", hostId: "node-0", spec }, context);
 * ```
 */
export class IronicDriver implements Driver {
  readonly name: string;
  readonly #endpoint: Endpoint;
  readonly #release: () => void;
  readonly #ramdisk: IpaImageSpec | undefined;

  constructor(options: IronicDriverOptions) {
    const { name, ramdisk, ...config } = options;
    this.name = name;
    this.#ramdisk = ramdisk;
    const { endpoint, release } = shareEndpoint(config);
    this.#endpoint = endpoint;
    this.#release = release;
  }

  createHost(request: HostRequest, context: OperationContext): Promise<HostState> {
    return createHost(this.#life(request.hostId, context), request, this.#ramdisk);
  }

  updateHost(request: HostRequest, current: HostState, context: OperationContext): Promise<HostState> {
    return updateHost(this.#life(request.hostId, context), request, current, this.#ramdisk);
  }

  readHost(current: HostState, context: OperationContext): Promise<HostState> {
    return readHost(this.#life(current.hostId, context), current);
  }

  deleteHost(current: HostState, onDestroy: "detach" | "release", context: OperationContext): Promise<DeleteOutcome> {
    return deleteHost(this.#life(current.hostId, context), current, onDestroy);
  }

  findHost(query: HostQuery, context: OperationContext): Promise<HostState> {
    return findHost(this.#life(this.name, context), query);
  }

  createMachine(request: MachineRequest, context: OperationContext): Promise<MachineState> {
    return createMachine(this.#life(request.machineId, context), request);
  }

  updateMachine(request: MachineRequest, current: MachineState, context: OperationContext): Promise<MachineState> {
    return updateMachine(this.#life(request.machineId, context), request, current);
  }

  readMachine(current: MachineState, context: OperationContext): Promise<MachineState> {
    return readMachine(this.#life(current.machineId, context), current);
  }

  deleteMachine(
    current: MachineState,
    onDestroy: "detach" | "release",
    context: OperationContext,
  ): Promise<DeleteOutcome> {
    return deleteMachine(this.#life(current.machineId, context), current, onDestroy);
  }

  close(): void {
    this.#release();
  }

  #life(subject: string, context: OperationContext): Life {
    return new Life(this.#endpoint, new RunningOperation(subject, context, this.#endpoint.clock));
  }
}
