import { describeRootDisk, type IronicRootDevice, type RootDisk, rootDeviceFor } from "@ironworks/core";
import { equalJson } from "@ironworks/core/json";
import type { MachineRecord } from "@ironworks/driver";
import type { Node, PatchOperation } from "../api/node.js";
import type { NodeHandle } from "./nodeHandle.js";
import { MACHINE_RECORD_PATH } from "./nodeRecord.js";

/** Disks that the deploy ramdisk neither installs on nor cleans. */
const SKIPPED = "skip_block_devices";

/** How Ironic is told of the disks to keep. */
export function hintsOfKept(kept: readonly RootDisk[]): readonly IronicRootDevice[] | undefined {
  return kept.length === 0 ? undefined : kept.map(rootDeviceFor);
}

function skippedOn({ properties }: Pick<Node, "properties">): readonly unknown[] {
  const live = properties?.[SKIPPED];
  return Array.isArray(live) ? live : [];
}

/** Brings what the node says of disks to keep from what we wrote there before to `kept`; what others wrote stays. */
export function keptDisksPatch(
  node: Pick<Node, "properties">,
  before: Pick<MachineRecord, "kept"> | undefined,
  kept: readonly RootDisk[],
): readonly PatchOperation[] {
  const live = skippedOn(node);
  const wanted = hintsOfKept(kept) ?? [];
  const isOurs = (hints: unknown): boolean => [...(before?.kept ?? []), ...wanted].some((own) => equalJson(own, hints));
  const next = [...live.filter((hints) => !isOurs(hints)), ...wanted];
  const path = `/properties/${SKIPPED}`;
  if (equalJson(live, next)) {
    return [];
  }
  return next.length > 0 ? [{ op: "add", path, value: next }] : [{ op: "remove", path }];
}

/** Stops where Ironic does not know of a disk to keep. */
export function requireKept({ node, operation }: NodeHandle, kept: readonly RootDisk[], consequence: string): void {
  const live = skippedOn(node);
  const lost = kept.filter((disk) => !live.some((hints) => equalJson(hints, rootDeviceFor(disk))));
  if (lost.length === 0) {
    return;
  }
  throw operation.failure({
    failureClass: "ownership",
    detail: `somebody has taken ${lost.map(describeRootDisk).join(", ")} out of the node's \`${SKIPPED}\`: ${consequence}`,
    remedy: "find out who, look at the disk, then run again",
  });
}

/** Where `keepDisks` changed and nothing is installed for it: what the node says, and what we note of it. */
export async function syncKept(handle: NodeHandle, mine: MachineRecord, kept: readonly RootDisk[]): Promise<void> {
  const patch = keptDisksPatch(handle.node, mine, kept);
  const hints = hintsOfKept(kept);
  if (patch.length === 0 && equalJson(mine.kept ?? [], hints ?? [])) {
    return;
  }
  const path = `${MACHINE_RECORD_PATH}/kept`;
  const note: PatchOperation[] = hints
    ? [{ op: "add", path, value: hints }]
    : mine.kept
      ? [{ op: "remove", path }]
      : [];
  await handle.patch([...patch, ...note]);
}
