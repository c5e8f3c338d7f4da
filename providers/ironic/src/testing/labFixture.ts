import {
  type Budget,
  type HostRequest,
  type HostState,
  InstanceImage,
  type IpaImage,
  type MachineRequest,
  type MachineSpec,
  type OperationContext,
  OperationError,
  type Phase,
  type Progress,
} from "@ironworks/core";
import type { Lab, LabDisk, LabHost, LabImage } from "@ironworks/lab";
import { IronicDriver, type IronicDriverOptions } from "../ironicDriver.js";

export const OWNER = "acme/metal/test";

/** What was reported while a test waited. */
export interface TestContext extends OperationContext {
  readonly lines: Progress[];
}

export function contextOf(budgets?: Partial<Record<Phase, Budget>>, signal?: AbortSignal): TestContext {
  const lines: Progress[] = [];
  return { signal: signal ?? new AbortController().signal, report: (line) => lines.push(line), budgets, lines };
}

function ramdiskOf(lab: Lab): IpaImage {
  return { kind: "ipa-image", media: "iso", iso: lab.ramdisk.iso };
}

export function driverOf(lab: Lab, options: Partial<IronicDriverOptions> = {}): IronicDriver {
  const { endpoint, credentials } = lab;
  return new IronicDriver({ name: "lab", endpoint, credentials, ramdisk: ramdiskOf(lab), ...options });
}

export function hostRequest(host: LabHost, spec: Partial<HostRequest["spec"]> = {}): HostRequest {
  const { bmc, bootMACAddress, name } = host;
  return { owner: OWNER, hostId: name, spec: { bmc, bootMACAddress, ...spec } };
}

export function imageOf(image: LabImage, url: string = image.url): InstanceImage {
  return InstanceImage.url(url, { checksum: image.checksum, format: "raw" });
}

export function machineRequest(
  host: HostState,
  disk: LabDisk,
  spec: Partial<MachineSpec> & Pick<MachineSpec, "image">,
): MachineRequest {
  return {
    owner: OWNER,
    machineId: `web-${host.hostId}`,
    host,
    spec: { rootDeviceHints: { serialNumber: disk.serial }, ...spec },
  };
}

export async function failureOf(promise: Promise<unknown>): Promise<OperationError> {
  const error = await promise.then(
    () => new Error("it worked, and should not have"),
    (reason: unknown) => reason,
  );
  if (error instanceof OperationError) {
    return error;
  }
  throw error;
}

/** Takes a disk out of a server: what boots there afterwards does not find it. */
export function pullDisk({ disks, name }: LabHost, index: number): LabDisk {
  const [gone] = (disks as LabDisk[]).splice(index, 1);
  if (gone === undefined) {
    throw new Error(`${name} has no disk ${index}`);
  }
  return gone;
}
