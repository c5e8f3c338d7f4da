import { IMAGE_INFO_KEYS, type InstanceImage, instanceInfoFor, type RootDisk, rootDeviceFor } from "@ironworks/core";
import type { Node, PatchOperation } from "../api/node.js";

/** What of a node's `instance_info` is ours to write: of an earlier install nothing stays, secure boot among it. */
const OURS = [...IMAGE_INFO_KEYS, "capabilities"];

/** Says to Ironic what is, or is to be, on the disk of a node. */
export function instanceInfoPatch(node: Node, image: InstanceImage, rootDisk: RootDisk): readonly PatchOperation[] {
  const info: Record<string, unknown> = { ...instanceInfoFor(image), root_device: rootDeviceFor(rootDisk) };
  if (String(node.properties?.capabilities ?? "").includes("secure_boot:true")) {
    info.capabilities = { secure_boot: "true" };
  }
  const stale = OURS.filter((key) => key in (node.instance_info ?? {}) && !(key in info));
  return [
    ...Object.entries(info).map(([key, value]) => ({ op: "add", path: `/instance_info/${key}`, value }) as const),
    ...stale.map((key) => ({ op: "remove", path: `/instance_info/${key}` }) as const),
  ];
}
