import type {
  DeleteOutcome,
  Driver,
  HostOnDestroy,
  HostQuery,
  HostRequest,
  HostState,
  IpaImage,
  MachineOnDestroy,
  MachineRequest,
  MachineState,
  OperationContext,
} from "@ironworks/core";
import { RunningOperation, type StopDetails } from "@ironworks/driver";
import type { ClientConfig } from "./api/client.js";
import { type Endpoint, shareEndpoint } from "./endpoint.js";
import { deleteHost, deleteMachine } from "./operations/deletion.js";
import { explainClient } from "./operations/explainClient.js";
import { HostOperation } from "./operations/hostOperation.js";
import { createHost, updateHost } from "./operations/hostOperations.js";
import { withInputKey } from "./operations/inputKey.js";
import { findHost, readHost, readMachine } from "./operations/lookup.js";
import { createMachine, updateMachine } from "./operations/machineOperations.js";

/** How to reach an Ironic API, and what ramdisk its hosts boot. */
export interface IronicDriverOptions extends ClientConfig {
  /** The endpoint as the program names it, for messages. */
  readonly name: string;
  /** What to do where the endpoint refuses the credentials, in the caller's own words. Default: to check them. */
  readonly credentialsRemedy?: string | undefined;
  /** Default: the ramdisk that Ironic itself is configured with. */
  readonly ramdisk?: IpaImage | undefined;
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
  /** The endpoint as the program names it, for messages. */
  readonly name: string;
  readonly #endpoint: Endpoint;
  readonly #close: () => void;
  readonly #ramdisk: IpaImage | undefined;
  readonly #credentialsRemedy: string | undefined;

  constructor(options: IronicDriverOptions) {
    const { name, ramdisk, credentialsRemedy, ...config } = options;
    this.name = name;
    this.#ramdisk = ramdisk;
    this.#credentialsRemedy = credentialsRemedy;
    const { endpoint, close } = shareEndpoint(config);
    this.#endpoint = endpoint;
    this.#close = close;
  }

  /** Enrols a server or attaches to its node, verifies, inspects, and leaves it `available`. Writes to no disk. */
  createHost(request: HostRequest, context: OperationContext): Promise<HostState> {
    return createHost(this.#operation(request.hostId, context), request, this.#ramdisk);
  }

  /** Brings a host that is ours to its spec: power, credentials, address, an unfinished create. Writes to no disk. */
  updateHost(request: HostRequest, current: HostState, context: OperationContext): Promise<HostState> {
    return updateHost(this.#operation(request.hostId, context), request, current, this.#ramdisk);
  }

  /** The host as it is now; `lost` where Ironic does not know it. */
  readHost(current: HostState, context: OperationContext): Promise<HostState> {
    return readHost(this.#operation(current.hostId, context), current);
  }

  /** Gives a host up (`detach`), or removes its node from Ironic. Disks and power stay as they are. */
  deleteHost(current: HostState, onDestroy: HostOnDestroy, context: OperationContext): Promise<DeleteOutcome> {
    return deleteHost(this.#operation(current.hostId, context), current, onDestroy);
  }

  /** Looks a host of somebody else up; what it returns can neither update nor delete. */
  findHost(query: HostQuery, context: OperationContext): Promise<HostState> {
    return findHost(this.#operation(this.name, context), query);
  }

  /** Chooses exactly one disk and installs, or attaches to an install of ours that is done or under way. */
  createMachine(request: MachineRequest, context: OperationContext): Promise<MachineState> {
    return withInputKey(request, undefined, (keyed) =>
      createMachine(this.#operation(request.machineId, context), keyed),
    );
  }

  /** Changes in place, or reinstalls where the change policy allows it. */
  updateMachine(request: MachineRequest, current: MachineState, context: OperationContext): Promise<MachineState> {
    return withInputKey(request, current, (keyed) =>
      updateMachine(this.#operation(request.machineId, context), keyed, current),
    );
  }

  /** The machine as it is now; `lost` where its node or its claim is not there any more. */
  readMachine(current: MachineState, context: OperationContext): Promise<MachineState> {
    return readMachine(this.#operation(current.machineId, context), current);
  }

  /** Gives a machine up (`detach`: everything runs on), or undeploys it, cleaning only where its host says so. */
  deleteMachine(current: MachineState, onDestroy: MachineOnDestroy, context: OperationContext): Promise<DeleteOutcome> {
    return deleteMachine(this.#operation(current.machineId, context), current, onDestroy);
  }

  /** Gives sockets and timers back, with the last driver of this endpoint and account. */
  close(): void {
    this.#close();
  }

  #operation(subject: string, context: OperationContext): HostOperation {
    const explain = (error: unknown): StopDetails | undefined => explainClient(error, this.#credentialsRemedy);
    return new HostOperation(this.#endpoint, new RunningOperation(subject, context, this.#endpoint.clock, explain));
  }
}
