import { createCipheriv, createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { DiskShape, LabDiskType } from "../host/hostShape.js";
import { findConfigDrive } from "./configDrivePlace.js";
import type { LabDisk } from "./labDisk.js";
import { sameStart } from "./sameStart.js";

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const SECTOR = 512;
export const BOOT_SIGNATURE = 0x55aa;
/** What a disk held before the lab: some bytes at its start and at its end, where partition tables and signatures are. */
const PREVIOUS_START = 64 * 1024;
const PREVIOUS_END = 16 * 1024;

/** What makes a disk this one. */
export interface DiskIdentity {
  readonly shape: DiskShape;
  /** Kernel name, e.g. `/dev/nvme0n1`. */
  readonly name: string;
  readonly serial: string;
  readonly wwn: string;
  readonly byPath: string;
  readonly hctl: string | undefined;
}

/** The file that holds a disk, and what hosts do to it. */
export class DiskFile implements LabDisk {
  readonly name: string;
  readonly serial: string;
  readonly wwn: string;
  readonly byPath: string;
  readonly hctl: string | undefined;
  readonly type: LabDiskType;
  readonly sizeGiB: number;
  readonly sizeBytes: number;
  readonly vendor: string;
  readonly model: string;
  readonly rotational: boolean;
  readonly file: string;
  #factoryMtimeNs = 0n;

  constructor(identity: DiskIdentity, file: string) {
    const { shape } = identity;
    this.name = identity.name;
    this.serial = identity.serial;
    this.wwn = identity.wwn;
    this.byPath = identity.byPath;
    this.hctl = identity.hctl;
    this.type = shape.type;
    this.sizeGiB = shape.sizeGiB;
    this.sizeBytes = shape.sizeGiB * GIB;
    this.vendor = shape.vendor ?? "LAB";
    this.model = shape.model ?? `LAB ${shape.type} ${shape.sizeGiB}GB`;
    this.rotational = shape.type === "HDD";
    this.file = file;
  }

  /** Makes the file, with traces of an earlier use at both ends, so that a wipe of an unused disk shows, too. */
  async create(): Promise<void> {
    const handle = await open(this.file, "wx", 0o600);
    try {
      await handle.truncate(this.sizeBytes);
      await handle.write(this.#previousUse("start", PREVIOUS_START), 0, PREVIOUS_START, 0);
      await handle.write(this.#previousUse("end", PREVIOUS_END), 0, PREVIOUS_END, this.sizeBytes - PREVIOUS_END);
    } finally {
      await handle.close();
    }
    this.#factoryMtimeNs = (await stat(this.file, { bigint: true })).mtimeNs;
  }

  async startsWith(file: string): Promise<boolean> {
    return sameStart(this.file, file);
  }

  async isUntouched(): Promise<boolean> {
    if ((await stat(this.file, { bigint: true })).mtimeNs !== this.#factoryMtimeNs) {
      return false;
    }
    const start = await this.read(0, PREVIOUS_START);
    const end = await this.read(this.sizeBytes - PREVIOUS_END, PREVIOUS_END);
    return (
      start.equals(this.#previousUse("start", PREVIOUS_START)) && end.equals(this.#previousUse("end", PREVIOUS_END))
    );
  }

  async isCleared(): Promise<boolean> {
    const start = await this.read(0, MIB);
    const end = await this.read(this.sizeBytes - MIB, MIB);
    return (
      start.every((byte) => byte === 0) &&
      end.every((byte) => byte === 0) &&
      (await findConfigDrive(this)) === undefined
    );
  }

  isBootable(): boolean {
    const sector = Buffer.alloc(SECTOR);
    const file = openSync(this.file, "r");
    try {
      readSync(file, sector, 0, SECTOR, 0);
    } finally {
      closeSync(file);
    }
    return sector.readUInt16BE(SECTOR - 2) === BOOT_SIGNATURE;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const handle = await open(this.file, "r");
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, position);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /** Overwrites bytes from a position on. */
  async write(position: number, bytes: Buffer): Promise<void> {
    const handle = await open(this.file, "r+");
    try {
      await handle.write(bytes, 0, bytes.length, position);
    } finally {
      await handle.close();
    }
  }

  /**
   * Zeroes both ends and the config drive, so that nothing on the disk can be recognised; the rest stays, as with
   * Ironic's `erase_devices_metadata`. Returns how many bytes.
   */
  async eraseMetadata(): Promise<number> {
    const zeros = Buffer.alloc(MIB);
    const drive = await this.removeConfigDrive();
    await this.write(0, zeros);
    await this.write(this.sizeBytes - MIB, zeros);
    return 2 * MIB + drive;
  }

  /** Zeroes the config drive, if there is one, as a new partition table would hide an old one. Returns its size in bytes. */
  async removeConfigDrive(): Promise<number> {
    const drive = await findConfigDrive(this);
    if (drive !== undefined) {
      await this.write(drive.position, Buffer.alloc(drive.length));
    }
    return drive?.length ?? 0;
  }

  /** Zeroes every byte. Returns how many. */
  async eraseAll(): Promise<number> {
    const handle = await open(this.file, "r+");
    try {
      await handle.truncate(0);
      await handle.truncate(this.sizeBytes);
    } finally {
      await handle.close();
    }
    return this.sizeBytes;
  }

  #previousUse(part: string, length: number): Buffer {
    const key = createHash("sha256").update(`${this.serial} ${part}`).digest();
    const bytes = createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(Buffer.alloc(length));
    // Firmware does not boot from it.
    bytes.fill(0, SECTOR - 2, SECTOR);
    return bytes;
  }
}
