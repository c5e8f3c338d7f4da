import { createHash, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DiskFile, type DiskIdentity } from "../disk/diskFile.js";
import type { LabDisk } from "../disk/labDisk.js";
import type { DiskShape, HostShape } from "./hostShape.js";
import { type LldpNeighbour, neighbour } from "./lldp.js";

/** How to reach a host's BMC, in the words of a host spec. */
export interface LabBmc {
  /** E.g. `redfish-virtualmedia+https://127.0.0.1:PORT/redfish/v1/Systems/<uuid>` or `ipmi://127.0.0.1:PORT`. */
  readonly address: string;
  /** Account that may read and change everything. */
  readonly username: string;
  /** New in each lab. */
  readonly password: string;
  /** The BMC's certificate is self-signed; `lab.ca` verifies it, and the lab's Ironic trusts it in either case. */
  readonly disableCertificateVerification: true;
}

/** One network interface of a host. */
export interface LabNic {
  /** Kernel name, e.g. `eno1`. */
  readonly name: string;
  /** MAC address, lower case with colons; unique in the lab and the same in every lab. */
  readonly mac: string;
  /** Speed of the link, Mbit/s. */
  readonly speedMbps: number;
  /** What the switch at its other end says of itself. */
  readonly lldp: LldpNeighbour;
}

/** One host of a lab. */
export interface LabHost {
  /** `node-0`, `node-1`, … */
  readonly name: string;
  /** The system's id at its BMC. */
  readonly uuid: string;
  /** Where its BMC is, and what opens it. */
  readonly bmc: LabBmc;
  /** MAC of the first network interface. */
  readonly bootMACAddress: string;
  /** In the order in which the kernel finds them. */
  readonly disks: readonly LabDisk[];
  /** In their order; the first one boots. */
  readonly nics: readonly LabNic[];
  /** CPU threads. */
  readonly cpus: number;
  /** As the kernel shows it. */
  readonly cpuModel: string;
  /** Memory in GiB. */
  readonly memoryGiB: number;
  /** Who made the server, as its firmware says. */
  readonly manufacturer: string;
  /** Name of the product, as its firmware says. */
  readonly product: string;
  /** Serial number of the server; unique in the lab. */
  readonly serial: string;
}

/** A host before its BMC has an address. */
export interface HostHardware extends Omit<LabHost, "bmc" | "disks"> {
  readonly disks: readonly DiskFile[];
}

/** The hardware of the host with this number, with the files of its disks below `folder`. */
export async function buildHardware(index: number, shape: HostShape, folder: string): Promise<HostHardware> {
  const name = `node-${index}`;
  const files = join(folder, name);
  await mkdir(files, { recursive: true });
  const disks = diskIdentities(index, shape.disks).map(
    (identity) => new DiskFile(identity, join(files, `${identity.name.slice("/dev/".length)}.disk`)),
  );
  await Promise.all(disks.map((disk) => disk.create()));
  const nics = shape.nicSpeedsMbps.map((speedMbps, nic) => ({
    name: `eno${nic + 1}`,
    mac: macAddress(index, nic),
    speedMbps,
    lldp: neighbour(index, nic),
  }));
  return {
    name,
    uuid: randomUUID(),
    bootMACAddress: macAddress(index, 0),
    disks,
    nics,
    cpus: shape.cpus,
    cpuModel: shape.cpuModel ?? "Lab CPU @ 2.00GHz",
    memoryGiB: shape.memoryGiB,
    manufacturer: shape.manufacturer ?? "Ironworks",
    product: shape.product ?? "Lab Host",
    serial: `LAB${String(index).padStart(5, "0")}`,
  };
}

/** Locally administered, unicast. */
function macAddress(host: number, nic: number): string {
  return [0x02, 0x1a, 0xb0, (host >> 8) & 0xff, host & 0xff, nic + 1]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join(":");
}

function diskIdentities(host: number, shapes: readonly DiskShape[]): DiskIdentity[] {
  let nvme = 0;
  let sata = 0;
  return shapes.map((shape) => {
    const serial = (kind: string, at: number) => `N${host}-${kind}${at}`;
    if (shape.type === "NVME") {
      const at = nvme++;
      return {
        shape,
        name: `/dev/nvme${at}n1`,
        serial: serial("NVME", at),
        wwn: `eui.${digits(`${host} nvme ${at}`, 16)}`,
        byPath: `/dev/disk/by-path/pci-0000:0${at + 1}:00.0-nvme-1`,
        hctl: undefined,
      };
    }
    const at = sata++;
    return {
      shape,
      name: `/dev/sd${String.fromCharCode("a".charCodeAt(0) + at)}`,
      serial: serial("SATA", at),
      wwn: `0x5000c500${digits(`${host} sata ${at}`, 8)}`,
      byPath: `/dev/disk/by-path/pci-0000:00:17.0-ata-${at + 1}`,
      hctl: `${at}:0:0:0`,
    };
  });
}

function digits(seed: string, count: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, count);
}
