import {
  chooseRootDisk,
  describeRootDisk,
  type InstalledMachine,
  isSameRootDisk,
  type MachineRequest,
  planMachineChange,
  type RootDisk,
} from "@ironworks/core";
import { recordedHardware } from "./inspection.js";
import type { NodeHandle } from "./nodeHandle.js";

/**
 * Where `replaceDisk` alone lets the root disk move: stops while the inventory still has the recorded one. An inventory that the
 * BMC made knows no serials; there the word of the program has to do.
 */
export async function requireDiskGone(
  handle: NodeHandle,
  { spec, host, inputKey }: MachineRequest,
  installed: InstalledMachine,
  rootDisk: RootDisk,
): Promise<void> {
  const { replaceDisk, ...without } = spec;
  const isByToken =
    replaceDisk !== undefined &&
    !isSameRootDisk(installed.rootDisk, rootDisk) &&
    planMachineChange(installed, without, rootDisk, { host: host.hostId, inputKey }).kind === "refused";
  if (!isByToken) {
    return;
  }
  const hardware = await recordedHardware(handle);
  if (hardware?.source === "redfish" || !chooseRootDisk({ hardware, rootDisk: installed.rootDisk }).ok) {
    return;
  }
  throw handle.operation.failure({
    failureClass: "config",
    detail:
      `host \`${host.hostId}\` still has ${describeRootDisk(installed.rootDisk)}, its root disk, and \`replaceDisk\` lets it move ` +
      "only where that is gone. Nothing was written",
    remedy:
      "choose that disk; or, to move all the same, write `reinstall: { allow: true }`; if the disk was taken out, the host has to be " +
      "inspected again first",
    code: "DISK_CHOICE",
  });
}
