/**
 * Where a config drive lies on a disk. The real agent makes a partition labelled `config-2` at the end of the disk. The
 * emulator leaves the image's partition table alone, so that a disk can be compared with its image: it writes the ISO
 * onto a 1 MiB boundary before the last MiB (where a backup GPT would be), and readers find it as cloud-init does, by
 * the volume's label.
 */
const MIB = 2 ** 20;
/** Real IPA refuses a larger one. */
export const CONFIG_DRIVE_LIMIT: number = 64 * MIB;
const SECTOR = 2048;
/** ISO 9660: the primary volume descriptor is sector 16. */
const DESCRIPTOR = 16 * SECTOR;
const LABEL = "config-2";

/** A disk as far as this file needs it. */
export interface ReadableDisk {
  readonly sizeBytes: number;
  read(position: number, length: number): Promise<Buffer>;
}

export interface ConfigDrivePlace {
  readonly position: number;
  readonly length: number;
}

/** Where a config drive of `length` bytes goes on a disk of `sizeBytes`. */
export function configDrivePosition(sizeBytes: number, length: number): number {
  return Math.floor((sizeBytes - MIB - length) / MIB) * MIB;
}

/** The config drive on a disk, if there is one. */
export async function findConfigDrive(disk: ReadableDisk): Promise<ConfigDrivePlace | undefined> {
  const last = configDrivePosition(disk.sizeBytes, 0);
  const first = Math.max(0, last - CONFIG_DRIVE_LIMIT);
  for (let position = last; position >= first; position -= MIB) {
    const length = configDriveLength(await disk.read(position + DESCRIPTOR, SECTOR));
    if (length !== undefined) {
      return { position, length };
    }
  }
  return undefined;
}

/** Length of the volume that a primary volume descriptor describes, if it is a config drive's. */
function configDriveLength(descriptor: Buffer): number | undefined {
  const isPrimary = descriptor[0] === 1 && descriptor.toString("latin1", 1, 6) === "CD001";
  const label = descriptor.toString("latin1", 40, 72).trimEnd().toLowerCase();
  return isPrimary && label === LABEL ? descriptor.readUInt32LE(80) * SECTOR : undefined;
}
