import type { HostState, MachineState, Ownership } from "@ironworks/core";
import { type Holding, holdingOf, type Named, type Stamp } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { Node, NodeSummary, PatchOperation } from "../api/node.js";
import type { NodeHandle } from "./nodeHandle.js";
import { nodeName } from "./nodeName.js";
import { HOST_RECORD_PATH, hostRecordOf, MACHINE_RECORD_PATH } from "./nodeRecord.js";

/** Whether a host's node is still in the hands of the attach that `current` is. */
export function hostHolding(node: Pick<Node, "extra">, current: HostState, wanted?: Named): Holding {
  const live = hostRecordOf(node);
  return holdingOf(live && hostStamp(live), hostStamp(current), wanted);
}

/** As {@link hostHolding}, of the system on it: its claim counts too. */
export function machineHolding(node: Pick<NodeSummary, "extra">, current: MachineState, wanted?: Named): Holding {
  const live = hostRecordOf(node)?.machine;
  const holding = holdingOf(live && machineStamp(live), machineStamp(current), wanted);
  const claimed = live?.instanceUuid === current.instanceUuid;
  return holding.held && !claimed ? { held: false, why: "newer" } : holding;
}

export function hostStamp({ hostId, ...rest }: Ownership & Pick<Stamp, "detached">): Stamp {
  return { ...rest, name: hostId };
}

export function machineStamp({ machineId, ...rest }: Omit<Stamp, "name"> & { readonly machineId: string }): Stamp {
  return { ...rest, name: machineId };
}

/** Brings whose a host is to `wanted`, under the incarnation that it has. */
export function hostStampPatch(node: Pick<Node, "extra">, wanted: Named): readonly PatchOperation[] {
  const live = hostRecordOf(node);
  return stampPatch(live && hostStamp(live), wanted, HOST_RECORD_PATH, "hostId");
}

/** Brings whose a machine is to `wanted`, under the incarnation that it has. */
export function machineStampPatch(node: Pick<Node, "extra">, wanted: Named): readonly PatchOperation[] {
  const live = hostRecordOf(node)?.machine;
  return stampPatch(live && machineStamp(live), wanted, MACHINE_RECORD_PATH, "machineId");
}

function stampPatch(
  live: Stamp | undefined,
  wanted: Named,
  path: string,
  nameKey: "hostId" | "machineId",
): readonly PatchOperation[] {
  if (!live) {
    return [];
  }
  const patch: PatchOperation[] = [];
  if (live.owner !== wanted.owner) {
    patch.push({ op: "add", path: `${path}/owner`, value: wanted.owner });
  }
  if (live.name !== wanted.name) {
    patch.push({ op: "add", path: `${path}/${nameKey}`, value: wanted.name });
  }
  if (live.detached) {
    patch.push({ op: "remove", path: `${path}/detached` });
  }
  return patch;
}

/**
 * The node's name in Ironic for a host of another name than recorded; undefined where it has that, or where somebody gave
 * the node a name of their own.
 */
export function renamedNode(node: Pick<Node, "uuid" | "name" | "extra">, wanted: Named): string | undefined {
  const live = hostRecordOf(node);
  if (!live || (live.hostId === wanted.name && live.owner === wanted.owner)) {
    return undefined;
  }
  const old = nodeName(live.hostId, live.owner);
  return node.name === old || node.name === withUuid(old, node) ? nodeName(wanted.name, wanted.owner) : undefined;
}

/** Where another node has the name, for example because two hosts swap theirs. */
function withUuid(name: string, { uuid }: Pick<Node, "uuid">): string {
  return `${name}-${uuid.slice(0, 8)}`;
}

/** Patches the node and, in the same call, names it after its host. */
export async function patchRenamed(handle: NodeHandle, wanted: Named, patch: readonly PatchOperation[]): Promise<void> {
  const name = renamedNode(handle.node, wanted);
  if (name === undefined) {
    await handle.patch(patch);
    return;
  }
  const rename = (value: string): PatchOperation => ({ op: "add", path: "/name", value });
  try {
    await handle.patch([...patch, rename(name)]);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_DUPLICATE")) {
      throw error;
    }
    await handle.patch([...patch, rename(withUuid(name, handle.node))]);
  }
}
