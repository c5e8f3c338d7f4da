import { join } from "node:path";
import type { ActiveFault } from "../faults/faults.js";
import type { LabDiskType } from "../host/hostShape.js";
import type { LabImage } from "../image/labImage.js";
import type { Lab } from "../lab.js";
import type { LabRamdisk } from "../labOptions.js";

/** A lab in the background, as its command line shows it. No secret in it: `credentialsFile` has those. */
export interface LabStatus {
  readonly name: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  readonly endpoint: string;
  readonly credentialsFile: string;
  readonly folder: string;
  readonly logs: string;
  readonly hosts: readonly LabHostStatus[];
  readonly images: readonly LabImage[];
  readonly ramdisk: LabRamdisk;
  readonly faults: readonly ActiveFault[];
}

export interface LabHostStatus {
  readonly name: string;
  readonly bmcAddress: string;
  readonly bootMACAddress: string;
  readonly power: "on" | "off";
  readonly cpus: number;
  readonly memoryGiB: number;
  readonly disks: readonly {
    readonly name: string;
    readonly type: LabDiskType;
    readonly sizeGiB: number;
    readonly serial: string;
    readonly file: string;
  }[];
}

export function credentialsFile(folder: string): string {
  return join(folder, "credentials.json");
}

export function labStatus(lab: Lab, name: string, since: string): LabStatus {
  return {
    name,
    pid: process.pid,
    since,
    endpoint: lab.endpoint,
    credentialsFile: credentialsFile(lab.folder),
    folder: lab.folder,
    logs: lab.logs,
    hosts: lab.hosts.map((host) => ({
      name: host.name,
      bmcAddress: host.bmc.address,
      bootMACAddress: host.bootMACAddress,
      power: lab.power(host.name),
      cpus: host.cpus,
      memoryGiB: host.memoryGiB,
      disks: host.disks.map(({ name, type, sizeGiB, serial, file }) => ({ name, type, sizeGiB, serial, file })),
    })),
    images: lab.images,
    ramdisk: lab.ramdisk,
    faults: lab.faults.active(),
  };
}

/** What the credentials file holds. */
export function credentials(lab: Lab): unknown {
  return {
    ironic: { endpoint: lab.endpoint, ...lab.credentials },
    bmcs: Object.fromEntries(lab.hosts.map((host) => [host.name, host.bmc])),
  };
}
