import {
  type DeleteOutcome,
  type Driver,
  type Hardware,
  type HostOnDestroy,
  type HostQuery,
  type HostRequest,
  type HostState,
  installedMachine,
  type MachineOnDestroy,
  type MachineRequest,
  type MachineState,
  type OperationContext,
  OperationError,
} from "@ironworks/core";

/** Three disks and two NICs, as an agent reports them. */
export const sampleHardware: Hardware = {
  source: "agent",
  cpu: { architecture: "x86_64", count: 32, model: "Example 9000" },
  memoryGiB: 64,
  storage: [
    disk("/dev/nvme0n1", "NVME", 894, "NVME0001", "eui.0001"),
    disk("/dev/nvme1n1", "NVME", 894, "NVME0002", "eui.0002"),
    disk("/dev/sda", "SSD", 447, "SATA0001", "0x5000c5000001"),
  ],
  nics: [
    { name: "eno1", mac: "00:35:30:2a:ad:48", speedMbps: 25_000, hasCarrier: true, pxe: true },
    { name: "eno2", mac: "00:35:30:2a:ad:49", speedMbps: 25_000, hasCarrier: true },
  ],
  vendor: { manufacturer: "Example", productName: "R1", serialNumber: "SN1" },
  bootMode: "UEFI",
};

function disk(name: string, type: "NVME" | "SSD", sizeGiB: number, serial: string, wwn: string) {
  return { name, type, sizeGiB, sizeBytes: sizeGiB * 1024 ** 3, serial, wwn, byPath: `/dev/disk/by-path/${serial}` };
}

/** A route held in memory: it answers at once, remembers what it was asked, and fails on demand. */
export class FakeDriver implements Driver {
  readonly calls: string[] = [];
  /** Thrown by the next create or update. */
  failNext: ((partial: HostState | MachineState) => OperationError) | undefined;
  /** How often each resource was attached. */
  #attached = 0;

  createHost(request: HostRequest, context: OperationContext): Promise<HostState> {
    return this.#done("createHost", request.hostId, this.#host(request), context);
  }

  updateHost(request: HostRequest, _current: HostState, context: OperationContext): Promise<HostState> {
    return this.#done("updateHost", request.hostId, this.#host(request), context);
  }

  readHost(current: HostState, context: OperationContext): Promise<HostState> {
    return this.#done("readHost", current.hostId, current, context);
  }

  deleteHost(current: HostState, onDestroy: HostOnDestroy, context: OperationContext): Promise<DeleteOutcome> {
    this.calls.push(`deleteHost ${current.hostId} ${onDestroy}`);
    context.report({ kind: "summary", phase: "done", elapsedSeconds: 1, message: "left as it is: power off" });
    return Promise.resolve({ outcome: "done", action: onDestroy });
  }

  findHost(query: HostQuery): Promise<HostState> {
    this.calls.push(`findHost ${query.by}`);
    return Promise.resolve(
      this.#host({ owner: "other/project/stack", hostId: "theirs", spec: { bmc: { address: "" } } }),
    );
  }

  createMachine(request: MachineRequest, context: OperationContext): Promise<MachineState> {
    return this.#done("createMachine", request.machineId, this.#machine(request), context);
  }

  updateMachine(request: MachineRequest, _current: MachineState, context: OperationContext): Promise<MachineState> {
    return this.#done("updateMachine", request.machineId, this.#machine(request), context);
  }

  readMachine(current: MachineState, context: OperationContext): Promise<MachineState> {
    return this.#done("readMachine", current.machineId, current, context);
  }

  deleteMachine(current: MachineState, onDestroy: MachineOnDestroy): Promise<DeleteOutcome> {
    this.calls.push(`deleteMachine ${current.machineId} ${onDestroy}`);
    return Promise.resolve({ outcome: "done", action: onDestroy });
  }

  close(): void {
    this.calls.push("close");
  }

  #done<State extends HostState | MachineState>(
    verb: string,
    name: string,
    state: State,
    context: OperationContext,
  ): Promise<State> {
    this.calls.push(`${verb} ${name}`);
    const failure = this.failNext?.(state);
    this.failNext = undefined;
    if (failure !== undefined) {
      return Promise.reject(failure);
    }
    context.report({ kind: "summary", phase: "done", elapsedSeconds: 1, message: `${verb} done` });
    return Promise.resolve(state);
  }

  #host({ owner, hostId, spec }: HostRequest): HostState {
    return {
      owner,
      hostId,
      incarnation: `i${++this.#attached}`,
      nodeUuid: "6f7e0c9c-3c55-5d0c-8a4e-0c6c2f1d7a11",
      bmcEndpoint: "10.0.1.2:443/redfish/v1/Systems/1",
      provisionState: "available",
      powerState: spec.online ? "on" : "off",
      observed: "present",
      hardware: sampleHardware,
    };
  }

  #machine({ owner, machineId, host, spec, inputKey = "key-of-the-fake" }: MachineRequest): MachineState {
    const rootDisk = spec.rootDisk ?? { name: "/dev/nvme0n1", sizeGiB: 894 };
    return {
      nodeUuid: host.nodeUuid,
      owner,
      machineId,
      incarnation: `i${++this.#attached}`,
      instanceUuid: "0b0b0b0b-0000-4000-8000-000000000001",
      provisionState: "active",
      powerState: "on",
      observed: "present",
      inputKey,
      installed: installedMachine(spec, rootDisk, inputKey),
    };
  }
}

/** A failure that left `partial` behind. */
export function failureWith(detail: string): (partial: HostState | MachineState) => OperationError {
  return (partial) =>
    new OperationError({
      subject: "node-0",
      phase: "verify",
      failureClass: "credential",
      detail,
      remedy: "correct `bmc.password`, then run again",
      disksTouched: [],
      partial,
    });
}
