import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { asset } from "../assets.js";
import { LabError } from "../error.js";
import { preparedLab } from "../prepare/prepareLab.js";
import { run } from "../prepare/run.js";
import { findConfigDrive } from "./configDrivePlace.js";
import type { LabDisk } from "./labDisk.js";

/** What a machine finds on its config drive. */
export interface ConfigDriveContent {
  /** `user_data`; undefined where there is none. */
  readonly userData: string | undefined;
  /** `meta_data.json`, parsed; undefined where there is none. */
  readonly metaData: unknown;
  /** `network_data.json`, parsed; undefined where there is none. */
  readonly networkData: unknown;
  /** Every file by its path, e.g. `/openstack/latest/user_data`. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** See `Lab.readConfigDrive`. */
export async function readConfigDrive(disk: LabDisk): Promise<ConfigDriveContent> {
  const place = await findConfigDrive(disk);
  if (place === undefined) {
    throw new LabError("LAB_NO_CONFIG_DRIVE", `There is no config drive on ${disk.name} (serial ${disk.serial}).`);
  }
  const iso = await disk.read(place.position, place.length);
  const { ironic } = await preparedLab();
  const read = await run(join(ironic, "bin", "python"), ["-I", asset("read_config_drive.py")], { input: iso });
  if (read.code !== 0) {
    throw new LabError("LAB_NO_CONFIG_DRIVE", `The config drive on ${disk.name} cannot be read: ${read.stderr.trim()}`);
  }
  const files = new Map(
    Object.entries(JSON.parse(read.stdout) as Record<string, string>).map(
      ([path, text]) => [path, Buffer.from(text, "base64")] as const,
    ),
  );
  const text = (name: string) => files.get(`/openstack/latest/${name}`)?.toString();
  const json = (name: string): unknown => JSON.parse(text(name) ?? "null") ?? undefined;
  return {
    userData: text("user_data"),
    metaData: json("meta_data.json"),
    networkData: json("network_data.json"),
    files,
  };
}

/** The ISO in the form in which Ironic hands it to an agent: base64 of gzip. */
export function unpackConfigDrive(text: string): Buffer {
  return gunzipSync(Buffer.from(text, "base64"));
}
