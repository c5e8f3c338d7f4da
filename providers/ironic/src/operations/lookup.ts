import {
  canonicalBmcEndpoint,
  canonicalEndpointOfDriverInfo,
  type HostQuery,
  type HostState,
  type MachineState,
  nodeUuid,
  parseBmcAddress,
  parseInventory,
  parseMacAddress,
} from "@ironworks/core";
import type { Node } from "../api/node.js";
import { hardwareNow, warnOfOwner } from "./drift.js";
import type { HostOperation } from "./hostOperation.js";
import { hostState, powerStateOf } from "./hostState.js";
import { inventorySource } from "./inspection.js";
import { machineState, stillInstalledOn } from "./machineState.js";
import { hostRecordOf } from "./nodeRecord.js";
import { refusal } from "./nodeRefusal.js";
import { hostNotHeld, machineNotHeld } from "./notHeld.js";
import { hostHolding, machineHolding } from "./stamp.js";

/** A host as it is now. One that Ironic does not know is `lost`, never gone. */
export function readHost(operation: HostOperation, current: HostState): Promise<HostState> {
  return operation.running.attempt({ phase: "read" }, async () => {
    const node = await operation.endpoint.live(current.nodeUuid);
    if (!node) {
      return { ...current, observed: "lost" };
    }
    warnOfOwner(operation, node, hostHolding(node, current), hostNotHeld);
    return hostState(node, current, { ...current, hardware: await hardwareNow(operation, current) });
  });
}

/** A machine as it is now; `lost` where its node or its claim is not there any more. */
export function readMachine(operation: HostOperation, current: MachineState): Promise<MachineState> {
  return operation.running.attempt({ phase: "read" }, async () => {
    const node = await operation.endpoint.live(current.nodeUuid);
    const record = node && hostRecordOf(node)?.machine;
    if (!node || !record || node.instance_uuid !== current.instanceUuid) {
      return { ...current, observed: "lost" };
    }
    warnOfOwner(operation, node, machineHolding(node, current), machineNotHeld);
    const live = machineState(node, record);
    const { provisionState } = live;
    const installed = stillInstalledOn(node, record, current.installed);
    return { ...current, provisionState, powerState: powerStateOf(node), observed: "present", installed };
  });
}

/** A host that somebody else manages, read-only: what it returns can neither update nor delete. */
export function findHost(operation: HostOperation, query: HostQuery): Promise<HostState> {
  return operation.running.attempt({ phase: "look-up" }, async () => {
    const node = await nodeOf(operation, query);
    if (!node) {
      throw refusal("config", `the endpoint knows no host with ${queryText(query)}`, "check it, and the endpoint");
    }
    const inventory = await operation.endpoint.client.inventory(node.uuid);
    const record = hostRecordOf(node);
    const hardware = inventory && parseInventory(inventory, inventorySource(inventory));
    const bmc = canonicalEndpointOfDriverInfo(node.driver_info) ?? "";
    return hostState(
      node,
      { owner: record?.owner ?? "", hostId: record?.hostId ?? "", incarnation: "" },
      { bmcEndpoint: bmc, hardware },
    );
  });
}

async function nodeOf(operation: HostOperation, query: HostQuery): Promise<Node | undefined> {
  const { client } = operation.endpoint;
  const { signal } = operation.running;
  switch (query.by) {
    case "nodeUuid":
      return client.findNode(query.nodeUuid, signal);
    case "name":
      return client.findNode(query.name, signal);
    case "bootMACAddress": {
      const [port] = await client.ports(macOf(query.bootMACAddress));
      return port && client.findNode(port.node_uuid, signal);
    }
    case "bmcAddress": {
      const address = parseBmcAddress(query.address);
      if (!address.ok) {
        throw refusal("config", `the BMC address ${address.error.message}`, address.error.remedy);
      }
      const endpoint = canonicalBmcEndpoint(address.value);
      const direct = await client.findNode(nodeUuid(endpoint), signal);
      if (direct) {
        return direct;
      }
      const [entry] = (await operation.endpoint.directory()).byBmc(endpoint);
      return entry && client.findNode(entry.uuid, signal);
    }
  }
}

function macOf(text: string): string {
  const mac = parseMacAddress(text);
  if (mac.ok) {
    return mac.value;
  }
  throw refusal("config", `\`bootMACAddress\` ${mac.error.message}`, mac.error.remedy);
}

function queryText(query: HostQuery): string {
  switch (query.by) {
    case "nodeUuid":
      return `the node uuid ${query.nodeUuid}`;
    case "name":
      return `the name \`${query.name}\``;
    case "bootMACAddress":
      return `the MAC ${query.bootMACAddress}`;
    case "bmcAddress":
      return "this BMC address";
  }
}
