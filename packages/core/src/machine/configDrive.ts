import { compact } from "../json/json.js";
import type { MachineSpec } from "./machineSpec.js";

/** What Ironic makes a config drive of (API 1.56 and later): sent as JSON with the deploy, never stored by us. */
export interface ConfigDrive {
  /** OpenStack `meta_data.json`: the machine's name and uuid, and what the program adds. */
  readonly meta_data: Readonly<Record<string, string>>;
  /** cloud-init or Ignition text. Secret. */
  readonly user_data?: string | undefined;
  /** OpenStack `network_data.json`. */
  readonly network_data?: Readonly<Record<string, unknown>> | undefined;
}

/** Longest user data, in bytes of UTF-8: what Ironic keeps with every database that it supports. */
export const MAX_USER_DATA_BYTES = 65_536;

/** Keys of `meta_data` that the machine itself decides. */
export const RESERVED_META_DATA: readonly string[] = ["uuid"];

/** The config drive of a machine. Its name becomes the host name, unless `metaData` says otherwise. */
export function configDriveFor(
  spec: Pick<MachineSpec, "userData" | "networkData" | "metaData">,
  machine: { readonly name: string; readonly instanceUuid: string },
): ConfigDrive {
  const hostname = hostnameOf(machine.name);
  return compact({
    meta_data: compact({
      name: machine.name,
      hostname,
      "local-hostname": hostname,
      ...spec.metaData,
      uuid: machine.instanceUuid,
    }) as Readonly<Record<string, string>>,
    user_data: spec.userData,
    network_data: spec.networkData,
  });
}

/** A name as a host name: lower case, other characters as `-`, at most 63; undefined where nothing is left. */
function hostnameOf(name: string): string | undefined {
  const hostname = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
  return hostname === "" ? undefined : hostname;
}
