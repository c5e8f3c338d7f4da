import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configDrivePosition, findConfigDrive } from "./configDrivePlace.js";
import { DiskFile } from "./diskFile.js";

const identity = {
  shape: { type: "NVME", sizeGiB: 480 },
  name: "/dev/nvme0n1",
  serial: "S-1",
  wwn: "eui.1",
  byPath: "/dev/disk/by-path/1",
  hctl: undefined,
} as const;

describe("a disk that is a file", () => {
  let folder: string;
  let disk: DiskFile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    disk = new DiskFile(identity, join(folder, "disk"));
    await disk.create();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is large and takes no room", async () => {
    const { size, blocks } = await stat(disk.file);
    expect(size).toBe(480 * 2 ** 30);
    expect(blocks * 512).toBeLessThan(2 ** 20);
  });

  it("is untouched until a byte is written, wherever that is", async () => {
    expect(await disk.isUntouched()).toBe(true);
    await disk.write(100 * 2 ** 30, Buffer.from([1]));
    expect(await disk.isUntouched()).toBe(false);
  });

  it("is not untouched when what was there is overwritten and put back later", async () => {
    const before = await disk.read(0, 512);
    await disk.write(0, Buffer.alloc(512));
    await disk.write(0, before);
    expect(await disk.isUntouched()).toBe(false);
  });

  it("holds traces of an earlier use, and none after its metadata is erased", async () => {
    expect(await disk.isCleared()).toBe(false);
    await disk.write(2 ** 30, Buffer.from("data"));
    await disk.eraseMetadata();
    expect(await disk.isCleared()).toBe(true);
    expect((await disk.read(2 ** 30, 4)).toString()).toBe("data");
  });

  it("is zero everywhere after all of it is erased, and as large as before", async () => {
    await disk.write(2 ** 30, Buffer.from("data"));
    expect(await disk.eraseAll()).toBe(disk.sizeBytes);
    expect((await disk.read(2 ** 30, 4)).equals(Buffer.alloc(4))).toBe(true);
    expect((await stat(disk.file)).size).toBe(disk.sizeBytes);
  });

  it("has one config drive at most: the newest, however long it and the last one are", async () => {
    for (const sectors of [300, 512 + 8, 20, 700]) {
      const iso = Buffer.alloc(sectors * 2048, sectors % 256);
      iso.write("\u0001CD001", 16 * 2048, "latin1");
      iso.write("config-2".padEnd(32), 16 * 2048 + 40, "latin1");
      iso.writeUInt32LE(sectors, 16 * 2048 + 80);
      await disk.removeConfigDrive();
      const position = configDrivePosition(disk.sizeBytes, iso.length);
      await disk.write(position, iso);
      expect(await findConfigDrive(disk)).toEqual({ position, length: iso.length });
    }
    await disk.removeConfigDrive();
    expect(await findConfigDrive(disk)).toBeUndefined();
  });

  it("can be booted from when the signature is there", async () => {
    expect(disk.isBootable()).toBe(false);
    await disk.write(510, Buffer.from([0x55, 0xaa]));
    expect(disk.isBootable()).toBe(true);
    await disk.eraseMetadata();
    expect(disk.isBootable()).toBe(false);
  });

  it("starts with a file only when all bytes of that are there", async () => {
    const image = join(folder, "image");
    await writeFile(image, Buffer.alloc(3 * 2 ** 20 + 5, 7));
    await disk.write(0, Buffer.alloc(3 * 2 ** 20 + 4, 7));
    expect(await disk.startsWith(image)).toBe(false);
    await disk.write(3 * 2 ** 20 + 4, Buffer.from([7]));
    expect(await disk.startsWith(image)).toBe(true);
    await writeFile(image, "");
    expect(await disk.startsWith(image)).toBe(false);
  });
});
