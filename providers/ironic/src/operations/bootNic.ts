import {
  asksForInspection,
  canonicalMac,
  type Hardware,
  type HostSpec,
  type HostState,
  problemLine,
  unexpectedHardware,
} from "@ironworks/core";
import { ensurePort, requireBootMac } from "./inspection.js";
import type { NodeHandle } from "./nodeHandle.js";
import { stateFacts } from "./provisionState.js";

/**
 * A `bootMACAddress` of a host that is ready or in use: one that no NIC of the server has is refused before anything is
 * changed, and one that is new to Ironic becomes a port, without which the next boot over the network finds nothing.
 */
export async function requireBootNic(
  handle: NodeHandle,
  { spec, known, needsPort }: { readonly spec: HostSpec; readonly known: HostState; readonly needsPort: boolean },
): Promise<void> {
  const { bootMACAddress } = spec;
  const isReady = ["available", "occupied"].includes(stateFacts(handle.state).host);
  if (bootMACAddress === undefined || !isReady || !known.hardware || asksForInspection(spec, known)) {
    return;
  }
  requireBootMac(handle, known.hardware, bootMACAddress);
  if (!needsPort) {
    return;
  }
  const { client } = handle.operation.endpoint;
  const [port] = await client.ports(canonicalMac(bootMACAddress) ?? bootMACAddress);
  if (port?.node_uuid !== handle.uuid) {
    await ensurePort(handle, bootMACAddress);
  }
}

/**
 * What a BMC lists of its server, before the first power action: the NIC with the boot MAC, or else a serial number or another
 * NIC that the program expects. Many BMCs list their on-board NICs alone; then the ramdisk, which sees them all, finds the
 * boot MAC, or is the last thing that is booted there.
 *
 * @throws OperationError with code `BOOT_MAC_MISMATCH` where nothing shows that it is the server that was meant,
 * `HARDWARE_UNEXPECTED` where its serial number is another one.
 */
export function requireSeenThroughBmc(handle: NodeHandle, found: Hardware, spec: HostSpec): void {
  const { bootMACAddress, expect } = spec;
  const serialNumber = found.vendor.serialNumber === undefined ? undefined : expect?.serialNumber;
  const [wrong] = unexpectedHardware({ serialNumber }, found);
  if (wrong) {
    throw handle.operation.failure({
      failureClass: "config",
      detail: `the server behind \`bmc.address\` is another than expected: ${problemLine(wrong)} Its power was not touched`,
      remedy: "correct `expect`, or `bmc.address` if it leads to another server",
      code: "HARDWARE_UNEXPECTED",
    });
  }
  const lists = (mac: string): boolean => found.nics.some((nic) => nic.mac === canonicalMac(mac));
  const isMeant = serialNumber !== undefined || expect?.macs?.some(lists) === true;
  if (bootMACAddress === undefined || lists(bootMACAddress) || !isMeant) {
    requireBootMac(handle, found, bootMACAddress, UNLISTED);
    return;
  }
  handle.operation.running.progress.warning(
    "inspect",
    `the BMC lists no NIC with the MAC ${bootMACAddress}, and the server is the expected one: the deploy ramdisk is booted ` +
      "to look for it, and nothing is written before it is found",
  );
}

const UNLISTED =
  "correct `bootMACAddress`, or `bmc.address` if it leads to another server; if it is the right one, whose BMC does not list every " +
  "NIC, write what shows it: `expect: { serialNumber: … }`, or `expect: { macs: [ … ] }` with one of the listed NICs";
