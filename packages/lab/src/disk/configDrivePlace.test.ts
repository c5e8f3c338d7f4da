import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configDrivePosition, findConfigDrive } from "./configDrivePlace.js";

const MIB = 2 ** 20;

/** A disk in memory that holds an ISO volume with this label at a position, and zeros elsewhere. */
function diskWith(sizeBytes: number, position: number, length: number, label: string) {
  const descriptor = Buffer.alloc(2048);
  descriptor.writeUInt8(1, 0);
  descriptor.write("CD001", 1, "latin1");
  descriptor.write(label.padEnd(32), 40, "latin1");
  descriptor.writeUInt32LE(length / 2048, 80);
  return {
    sizeBytes,
    async read(at: number, wanted: number): Promise<Buffer> {
      return at === position + 16 * 2048 ? descriptor : Buffer.alloc(wanted);
    },
  };
}

const sectors = fc.integer({ min: 20, max: 30_000 }).map((count) => count * 2048);
const diskSize = fc.integer({ min: 200, max: 500_000 }).map((mib) => mib * MIB);

describe("the place of a config drive", () => {
  it("is on a 1 MiB boundary, before the last MiB, and inside the disk", () => {
    fc.assert(
      fc.property(diskSize, sectors, (sizeBytes, length) => {
        const position = configDrivePosition(sizeBytes, length);
        expect(position % MIB).toBe(0);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position + length).toBeLessThanOrEqual(sizeBytes - MIB);
      }),
    );
  });

  it("is found again, with its length", async () => {
    await fc.assert(
      fc.asyncProperty(diskSize, sectors, async (sizeBytes, length) => {
        const position = configDrivePosition(sizeBytes, length);
        expect(await findConfigDrive(diskWith(sizeBytes, position, length, "config-2"))).toEqual({ position, length });
      }),
    );
  });

  it("is not taken for one by another label", async () => {
    const position = configDrivePosition(200 * MIB, 2048 * 100);
    expect(await findConfigDrive(diskWith(200 * MIB, position, 2048 * 100, "debian"))).toBeUndefined();
  });
});
