import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import http from "node:http";
import { unpackConfigDrive } from "../disk/configDrive.js";
import { CONFIG_DRIVE_LIMIT, configDrivePosition } from "../disk/configDrivePlace.js";
import type { DiskFile } from "../disk/diskFile.js";
import type { FaultView } from "../faults/faultView.js";
import { HOST_HEADER } from "../image/imageServer.js";
import type { Ledger } from "../ledger.js";
import { readBody } from "../process/readBody.js";
import { AgentError } from "./agentError.js";
import type { ImageInfo } from "./agentNode.js";

/** Where a write happens, and who enters it into the ledger. */
export interface WriteContext {
  readonly host: string;
  readonly ledger: Ledger;
  readonly faults: FaultView;
  /** Ends the write where the power goes. */
  readonly signal: AbortSignal;
}

/** First bytes of formats that are not raw. */
const MAGIC: readonly (readonly [string, string])[] = [
  ["qcow2", "QFI\u00fb"],
  ["vmdk", "KDMV"],
  ["vhdx", "vhdxfile"],
  ["vdi", "<<< "],
];

/** Length of a hexadecimal digest → its algorithm. */
const ALGORITHMS: Readonly<Record<number, string>> = { 32: "md5", 64: "sha256", 128: "sha512" };

/**
 * Streams the image onto the disk while it hashes it, as the real agent does with raw images: a wrong checksum shows
 * only when the bytes are written.
 */
export async function writeImage(info: ImageInfo, disk: DiskFile, context: WriteContext): Promise<void> {
  const [url] = info.urls ?? [];
  if (url === undefined) {
    throw new AgentError("InvalidCommandParamsError", "Image 'urls' must be a list of at least one URL");
  }
  const format = info.disk_format ?? "raw";
  if (format !== "raw") {
    throw unsupported(format, info);
  }
  const expected = expectedDigest(info);
  const response = await download(url, info, context);
  const hash = createHash(expected.algorithm);
  const done = context.ledger.begin({ host: context.host, kind: "write", disk: disk.name, reason: `image ${url}` });
  const file = await open(disk.file, "r+");
  const room = Math.min(disk.sizeBytes, Number(context.faults.find("disk-full", context.host)?.bytes ?? Infinity));
  let position = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (position === 0) {
        refuseKnownFormat(chunk, info);
      }
      if (position + chunk.length > room) {
        throw new AgentError(
          "ImageDownloadError",
          `Unable to write image to ${disk.name}. Error: No space left on device`,
        );
      }
      hash.update(chunk);
      await file.write(chunk, 0, chunk.length, position);
      position += chunk.length;
    }
  } catch (error) {
    throw error instanceof AgentError ? error : downloadError(info, error);
  } finally {
    response.destroy();
    await file.close();
    done(position);
  }
  const actual = hash.digest("hex");
  if (actual !== expected.value) {
    throw new AgentError(
      "ImageChecksumError",
      `Image failed to verify against checksum. location: ${disk.name}; image ID: ${info.id}; image checksum: ${expected.value}; verification checksum: ${actual}`,
    );
  }
}

/** Writes the config drive that Ironic hands over, itself or by URL. */
export async function writeConfigDrive(info: ImageInfo, disk: DiskFile, context: WriteContext): Promise<void> {
  if (!info.configdrive) {
    return;
  }
  const iso = unpackConfigDrive(
    /^https?:/.test(info.configdrive)
      ? await readBody(await download(info.configdrive, info, context))
      : info.configdrive,
  );
  if (iso.length > CONFIG_DRIVE_LIMIT) {
    throw new AgentError(
      "InvalidCommandParamsError",
      `Config drive size exceeds maximum limit of ${CONFIG_DRIVE_LIMIT} bytes`,
    );
  }
  const done = context.ledger.begin({ host: context.host, kind: "write", disk: disk.name, reason: "config drive" });
  await disk.write(configDrivePosition(disk.sizeBytes, iso.length), iso);
  done(iso.length);
}

function expectedDigest(info: ImageInfo): { readonly algorithm: string; readonly value: string } {
  const [prefix, rest] = (info.checksum ?? "").split(":");
  const value = (info.os_hash_value ?? rest ?? prefix ?? "").toLowerCase();
  const algorithm = info.os_hash_algo ?? (rest === undefined ? ALGORITHMS[value.length] : prefix);
  if (value === "" || algorithm === undefined) {
    throw new AgentError("ImageChecksumError", `Unable to verify image ${info.id} with available checksums.`);
  }
  return { algorithm, value };
}

function download(url: string, info: ImageInfo, context: WriteContext): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { [HOST_HEADER]: context.host }, signal: context.signal }, (response) => {
      if (response.statusCode === 200) {
        resolve(response);
        return;
      }
      response.resume();
      reject(downloadError(info, `Received status code ${response.statusCode} from ${url}, expected 200.`));
    });
    request.on("error", (error) => reject(downloadError(info, error)));
  });
}

function refuseKnownFormat(chunk: Buffer, info: ImageInfo): void {
  const found = MAGIC.find(([, magic]) => chunk.toString("latin1", 0, magic.length) === magic);
  if (found) {
    throw unsupported(found[0], info);
  }
}

function unsupported(format: string, info: ImageInfo): AgentError {
  return new AgentError(
    "InvalidImage",
    `The lab's deploy agent emulator writes raw images only, and image ${info.id} is ${format}. next: name a raw image, with image_disk_format raw`,
  );
}

function downloadError(info: ImageInfo, cause: unknown): AgentError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AgentError("ImageDownloadError", `Download of image ${info.id} failed: ${message}`);
}
