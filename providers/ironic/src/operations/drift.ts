import { type Hardware, type HostState, parseInventory } from "@ironworks/core";
import type { Holding, NotHeld } from "@ironworks/driver";
import type { NodeSummary } from "../api/node.js";
import type { HostOperation } from "./hostOperation.js";
import { inventorySource } from "./inspection.js";

/**
 * The hardware as Ironic has it now. Where the last inspection was of another kind than the one that is stored, it is not
 * compared: the BMC's own inventory knows less than the ramdisk's. So is it where nothing is stored.
 */
export async function hardwareNow(operation: HostOperation, current: HostState): Promise<Hardware | undefined> {
  if (current.hardware === undefined) {
    return undefined;
  }
  const inventory = await operation.endpoint.client.inventory(current.nodeUuid);
  const source = inventory && inventorySource(inventory);
  return inventory && source === current.hardware.source ? parseInventory(inventory, source) : current.hardware;
}

/** Says who has it, where it is not held by this resource any more. Reading changes nothing of that. */
export function warnOfOwner(
  { running }: HostOperation,
  node: NodeSummary,
  holding: Holding,
  describe: (why: NotHeld, node: NodeSummary) => string,
): void {
  if (!holding.held) {
    const message = `drift: ${describe(holding.why, node)}; this stack changes nothing on it`;
    running.progress.warning("verify", message);
  }
}
