import { join } from "node:path";
import type { ActiveFault } from "../faults/faults.js";
import type { LabDiskType } from "../host/hostShape.js";
import type { LabImage } from "../image/labImage.js";
import type { Lab } from "../lab.js";
import type { LabRamdisk } from "../labOptions.js";
import { certificateFile } from "../start/secrets.js";

/** A lab in the background, as its command line shows it. No secret in it: `credentialsFile` has those. */
export interface LabStatus {
  /** As it was started with. */
  readonly name: string;
  /** Process id of its main process. */
  readonly pid: number;
  /** When it was ready, ISO 8601. */
  readonly since: string;
  /** URL of Ironic's API. */
  readonly endpoint: string;
  /** Path of a JSON file, mode 0600, with the credentials of Ironic and of every BMC. */
  readonly credentialsFile: string;
  /** Path of the certificate of every BMC, PEM; as a CA it verifies them. */
  readonly caFile: string;
  /** Folder of everything of this lab. */
  readonly folder: string;
  /** Folder with every log. */
  readonly logs: string;
  /** In their order. */
  readonly hosts: readonly LabHostStatus[];
  /** Instance images, all raw. */
  readonly images: readonly LabImage[];
  /** URLs of the deploy ramdisk. */
  readonly ramdisk: LabRamdisk;
  /** The faults that are on. */
  readonly faults: readonly ActiveFault[];
}

/** A host in a `LabStatus`. */
export interface LabHostStatus {
  /** E.g. `node-0`. */
  readonly name: string;
  /** Address of its BMC, as a host spec takes it. */
  readonly bmcAddress: string;
  /** MAC of the first network interface. */
  readonly bootMACAddress: string;
  /** Whether it is switched on. */
  readonly power: "on" | "off";
  /** CPU threads. */
  readonly cpus: number;
  /** Memory in GiB. */
  readonly memoryGiB: number;
  /** What is known of each disk, with the file that holds it. */
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
    caFile: certificateFile(lab.folder),
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
