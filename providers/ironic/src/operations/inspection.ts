import { canonicalMac, type Hardware, type HardwareSource, parseInventory } from "@ironworks/core";
import type { Destruction } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { InventoryRecord, PatchOperation, Port } from "../api/node.js";
import { describeNode } from "./describeNode.js";
import { failedState } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import type { NodeHandle } from "./nodeHandle.js";
import { leftOnPatch } from "./nodeRecord.js";
import { PACES } from "./pollPace.js";

/** Keys that only the deploy ramdisk reports. */
const AGENT_ONLY = ["bmc_address", "bmc_v6address", "hostname"];

/** Who made an inventory. The BMC's own knows neither disk serials nor the ramdisk's host name. */
export function inventorySource(inventory: InventoryRecord): HardwareSource {
  return AGENT_ONLY.some((key) => key in inventory.inventory) ? "agent" : "redfish";
}

/** The hardware as last inspected; undefined before the first inspection. */
export async function recordedHardware(handle: NodeHandle): Promise<Hardware | undefined> {
  const { client } = handle.operation.endpoint;
  const inventory = await client.inventory(handle.uuid);
  return inventory && parseInventory(inventory, inventorySource(inventory));
}

/**
 * Compares the boot MAC with the NICs through the BMC, which changes no power; another server is refused. False where the
 * BMC cannot be inspected so: that is common, and only warned about.
 *
 * @param enrolledNow - No port had this MAC before: one that is there now was made from what the BMC said.
 */
export async function compareOutOfBand(
  handle: NodeHandle,
  inspectInterface: string,
  expected: {
    readonly bootMACAddress?: string | undefined;
    readonly enrolledNow: boolean;
    /** Refuses a server that is another one. */
    readonly require: (found: Hardware) => void;
  },
): Promise<boolean> {
  const { running, endpoint } = handle.operation;
  const { expectedSeconds } = PACES.inspectFast;
  const detail = "through the BMC, without touching the power";
  const seen = await handle.act({
    kind: "look",
    begin:
      handle.node.inspect_interface === inspectInterface
        ? []
        : [{ op: "add", path: "/inspect_interface", value: inspectInterface }],
    ask: { verb: "inspect", doing: "compare NICs", expectedSeconds, detail },
    pace: "inspectFast",
  });
  if (seen.provision_state === "manageable") {
    const { bootMACAddress, enrolledNow } = expected;
    const ports = await endpoint.ports();
    const isBootPort = ({ address, node_uuid }: Port): boolean =>
      node_uuid === handle.uuid && bootMACAddress !== undefined && isSameMac(address, bootMACAddress);
    if (enrolledNow && ports.some(isBootPort)) {
      return true;
    }
    const hardware = await recordedHardware(handle);
    if (hardware && hardware.nics.length > 0) {
      expected.require(hardware);
      await refuseTwin(handle, hardware, ports);
      return true;
    }
    if (bootMACAddress === undefined) {
      return false;
    }
    running.progress.warning("inspect", "the BMC lists no NICs, so `bootMACAddress` is checked only after booting");
    return false;
  }
  const { detail: reason } = await failedState(handle, seen);
  const consequence =
    expected.bootMACAddress === undefined ? "" : ", so `bootMACAddress` is checked only after booting";
  running.progress.warning("inspect", `the BMC cannot be inspected out of band${consequence} (${reason})`);
  await handle.act({
    kind: "settle",
    ask: { verb: "manage", doing: "inspect by ramdisk only" },
    pace: "resume",
  });
  return false;
}

/** An inspection in earnest. */
export interface Inspection {
  /** Who is to make the inventory. */
  readonly expected: HardwareSource;
  /** The server was on, and not ours. */
  readonly isTakeOver: boolean;
  /** Written before. */
  readonly begin: readonly PatchOperation[];
}

const TAKEN_OVER: Destruction = {
  kind: "takeover",
  disks: [],
  why: "`takeover` is set, and the server is not known to be off",
};

/** Inspects in earnest and returns what was found. Throws where the inspection failed. */
export async function inspectHost(handle: NodeHandle, { expected, isTakeOver, begin }: Inspection): Promise<Hardware> {
  const { operation } = handle;
  const isAgent = expected === "agent";
  const boots = isTakeOver ? "takeOver" : "inspect";
  await handle.act({
    kind: isAgent ? boots : "look",
    ...(isAgent && isTakeOver && { destroys: TAKEN_OVER }),
    begin,
    ask: { verb: "inspect", doing: "inspect", detail: isAgent ? "with the deploy ramdisk" : "through the BMC" },
    pace: isAgent ? "inspectAgent" : "inspectFast",
    judge: async (seen) =>
      seen.provision_state === "manageable"
        ? { change: leftOnPatch(handle.record, powerStateOf(seen) === "on") }
        : { failure: operation.failure(await failedState(handle, seen)) },
  });
  const inventory = await operation.endpoint.client.inventory(handle.uuid);
  const source = inventory && inventorySource(inventory);
  if (!inventory || source !== expected) {
    throw operation.failure({
      failureClass: "config",
      detail: inventory
        ? `the inspection left no new inventory: the recorded one comes from ${source === "agent" ? "the ramdisk" : "the BMC"}`
        : "the inspection ended well and left no inventory",
      remedy: "set `[inventory]data_backend = database` in Ironic's configuration, then run again",
    });
  }
  return parseInventory(inventory, source);
}

/** Refuses a server that has no NIC with this MAC: it is another one than was meant. */
export function requireBootMac(
  handle: NodeHandle,
  hardware: Hardware,
  bootMACAddress: string | undefined,
  remedy = "correct `bootMACAddress`, or `bmc.address` if it leads to another server",
): void {
  if (bootMACAddress === undefined) {
    return;
  }
  if (hardware.nics.some(({ mac }) => isSameMac(mac, bootMACAddress))) {
    return;
  }
  const found = hardware.nics.map((nic) => `${nic.mac} (${nic.name})`).join(", ") || "none";
  throw handle.operation.failure({
    failureClass: "config",
    detail: `the server behind \`bmc.address\` has no NIC with the MAC ${bootMACAddress}; its NICs: ${found}`,
    remedy,
    code: "BOOT_MAC_MISMATCH",
  });
}

function isSameMac(one: string, other: string): boolean {
  return (canonicalMac(one) ?? one) === (canonicalMac(other) ?? other);
}

/**
 * Refuses a server of which another node has a NIC: it is enrolled already, under another spelling of its BMC or another
 * protocol, or somebody enrols it at this very moment. Both may refuse then; the next run of either finds it free.
 */
export async function refuseTwin(handle: NodeHandle, { nics }: Hardware, ports?: readonly Port[]): Promise<void> {
  const { operation } = handle;
  const others = (ports ?? (await operation.endpoint.ports())).filter(({ node_uuid }) => node_uuid !== handle.uuid);
  const shared = others.find(({ address }) => nics.some(({ mac }) => isSameMac(mac, address)));
  if (!shared) {
    return;
  }
  const twin = await operation.endpoint.client.findNode(shared.node_uuid, operation.running.signal);
  throw operation.failure({
    failureClass: "ownership",
    detail:
      `the server is enrolled already, by another name of its BMC: its NIC ${shared.address} is that of ` +
      (twin ? describeNode(twin) : `node ${shared.node_uuid}`),
    remedy:
      "keep one of the two; if a NIC was moved from that server to this one, remove its port there " +
      "(`baremetal port delete`), then run again",
    code: "SERVER_ENROLLED",
  });
}

/** Makes the MAC known to Ironic, which recognises a booting ramdisk by it. */
export async function ensurePort(handle: NodeHandle, bootMACAddress: string): Promise<void> {
  const { client } = handle.operation.endpoint;
  const address = canonicalMac(bootMACAddress) ?? bootMACAddress;
  try {
    await client.createPort(handle.uuid, address, handle.operation.running.signal);
  } catch (error) {
    if (!IronicError.is(error, "IRONIC_DUPLICATE") && !(IronicError.is(error) && error.uncertain)) {
      throw error;
    }
    const [port] = await client.ports(address);
    if (port?.node_uuid === handle.uuid) {
      return;
    }
    if (!port) {
      throw error;
    }
    throw handle.operation.failure({
      failureClass: "ownership",
      detail: `the MAC ${address} belongs to another node (${port.node_uuid})`,
      remedy: "correct `bootMACAddress`, or have the other node's owner remove it",
      code: error.code,
      cause: error,
    });
  }
}
