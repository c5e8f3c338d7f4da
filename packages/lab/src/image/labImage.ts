import { createCipheriv, createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { BOOT_SIGNATURE } from "../disk/diskFile.js";

/** An instance image that the lab's server offers. */
export interface LabImage {
  /** E.g. `alpha`. */
  readonly name: string;
  /** Where it can be fetched from, without credentials. */
  readonly url: string;
  /** `sha256:…`. */
  readonly checksum: string;
  /** Path of the same bytes on this machine. */
  readonly file: string;
  /** Size in bytes. */
  readonly sizeBytes: number;
  /** Of the disk image; the emulated deploy agent writes no other. */
  readonly format: "raw";
}

const MIB = 2 ** 20;

/** Writes the lab's images into a folder: different bytes, different sizes. */
export async function makeImages(folder: string, baseUrl: string): Promise<readonly [LabImage, LabImage]> {
  return Promise.all([makeImage("alpha", 16 * MIB, folder, baseUrl), makeImage("beta", 24 * MIB, folder, baseUrl)]);
}

/** The same pseudo-random bytes every time for a name, with a boot signature where disks have one. */
async function makeImage(name: string, sizeBytes: number, folder: string, baseUrl: string): Promise<LabImage> {
  const file = join(folder, `${name}.raw`);
  const key = createHash("sha256").update(`ironworks lab image ${name}`).digest();
  const hash = createHash("sha256");
  function* chunks(): Generator<Buffer> {
    const cipher = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
    const zeros = Buffer.alloc(MIB);
    for (let written = 0; written < sizeBytes; written += MIB) {
      const chunk = cipher.update(zeros.subarray(0, Math.min(MIB, sizeBytes - written)));
      if (written === 0) {
        chunk.writeUInt16BE(BOOT_SIGNATURE, 510);
      }
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(Readable.from(chunks()), createWriteStream(file, { mode: 0o600 }));
  return {
    name,
    url: `${baseUrl}/images/${name}.raw`,
    checksum: `sha256:${hash.digest("hex")}`,
    file,
    sizeBytes,
    format: "raw",
  };
}
