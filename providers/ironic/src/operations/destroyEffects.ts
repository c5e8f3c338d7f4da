import {
  destroyLine,
  explainRootDevice,
  HOST_ON_DESTROY,
  type HostOnDestroy,
  type IronicRootDevice,
  MACHINE_ON_DESTROY,
  type MachineOnDestroy,
  shortDiskName,
} from "@ironworks/core";
import { powerStateOf } from "./hostState.js";
import { recordedHardware } from "./inspection.js";
import { refuseMaintenance } from "./nodeFailures.js";
import type { NodeHandle } from "./nodeHandle.js";
import { hostRecordOf } from "./nodeRecord.js";
import { setPower } from "./power.js";
import { refusePoweredOnSince } from "./poweredOnSince.js";

/**
 * Shuts the server of a host down that is given up. A server that was never shown to be ours, or that somebody else has
 * switched on since we left it off, may be at work for them.
 */
export async function shutDown(handle: NodeHandle): Promise<void> {
  const { operation, node } = handle;
  const record = hostRecordOf(node);
  refuseMaintenance(handle);
  if (record?.accepted !== true) {
    operation.running.progress.warning(
      "power",
      "the power is left as it is: the host's enrolment did not come to the point where the server is shown to be ours",
    );
    return;
  }
  refusePoweredOnSince(
    handle,
    "shut down",
    'power it off by hand if nobody needs it, or write `onDestroy: "detach"` into the host and run `pulumi up` first',
  );
  await setPower(handle, false);
}

/** The disks that cleaning erases, by kernel name; as last inspected. */
export async function erasedDisks(
  handle: NodeHandle,
  kept: readonly IronicRootDevice[] = [],
): Promise<readonly string[]> {
  const hardware = await recordedHardware(handle);
  const storage = hardware?.storage ?? [];
  const isKept = (name: string): boolean =>
    kept.some((hints) => explainRootDevice(hints, storage).some(({ disk, matches }) => matches && disk.name === name));
  const erased = storage.filter(({ name }) => !isKept(name));
  return erased.length === 0 ? ["all"] : erased.map(({ name }) => shortDiskName(name));
}

/** Says what is left of a host that was given up. */
export function sayHostLeft(handle: NodeHandle, onDestroy: HostOnDestroy): void {
  sayLeft(handle, destroyLine(HOST_ON_DESTROY[onDestroy], afterOf(handle)));
}

/** Says what is left of a machine that was given up. */
export function sayMachineLeft(handle: NodeHandle, onDestroy: MachineOnDestroy, erased: readonly string[] = []): void {
  const disks =
    erased.length > 0
      ? `${erased.join(", ")} erased (partition tables)`
      : onDestroy === "detach"
        ? undefined
        : "untouched";
  sayLeft(handle, destroyLine(MACHINE_ON_DESTROY[onDestroy], { ...afterOf(handle), disks }));
}

function sayLeft({ operation }: NodeHandle, line: string): void {
  operation.running.progress.summary(line);
}

function afterOf({ node }: NodeHandle): { readonly power: ReturnType<typeof powerStateOf>; readonly nodeUuid: string } {
  return { power: powerStateOf(node), nodeUuid: node.uuid };
}
