import {
  canonicalBmcEndpoint,
  canonicalEndpointOfDriverInfo,
  type HostQuery,
  type HostState,
  type MachineState,
  nodeUuid,
  parseBmcAddress,
  parseInventory,
} from "@ironworks/core";
import type { Node } from "../api/node.js";
import { hostState, powerStateOf } from "./hostState.js";
import { inventorySource } from "./inspection.js";
import type { Life } from "./life.js";
import { machineState, stillInstalledOn } from "./machineState.js";
import { Refusal } from "./refusal.js";
import { hostStampOf } from "./stamp.js";

/** A host as it is now. One that Ironic does not know is `lost`, never gone. */
export function readHost(life: Life, current: HostState): Promise<HostState> {
  return life.run(async () => {
    const node = await life.endpoint.live(current.nodeUuid);
    if (!node) {
      return { ...current, observed: "lost" };
    }
    return hostState(node, current, current);
  });
}

/** A machine as it is now; `lost` where its node or its claim is not there any more. */
export function readMachine(life: Life, current: MachineState): Promise<MachineState> {
  return life.run(async () => {
    const node = await life.endpoint.live(current.nodeUuid);
    const stamp = node && hostStampOf(node)?.machine;
    if (!node || !stamp || node.instance_uuid !== current.instanceUuid) {
      return { ...current, observed: "lost" };
    }
    const live = machineState(node, stamp);
    const { provisionState } = live;
    const installed = stillInstalledOn(node, stamp, current.installed);
    return { ...current, provisionState, powerState: powerStateOf(node), observed: "present", installed };
  });
}

/** A host that somebody else manages, read-only: what it returns can neither update nor delete. */
export function findHost(life: Life, query: HostQuery): Promise<HostState> {
  return life.run(async () => {
    const node = await nodeOf(life, query);
    if (!node) {
      throw new Refusal("config", `the endpoint knows no host with ${queryText(query)}`, "check it, and the endpoint");
    }
    const record = await life.endpoint.client.inventory(node.uuid);
    const stamp = hostStampOf(node);
    const hardware = record && parseInventory(record, inventorySource(record));
    const bmc = canonicalEndpointOfDriverInfo(node.driver_info) ?? "";
    return hostState(
      node,
      { owner: stamp?.owner ?? "", hostId: stamp?.hostId ?? "", incarnation: "" },
      { bmc, hardware },
    );
  });
}

async function nodeOf(life: Life, query: HostQuery): Promise<Node | undefined> {
  const { client } = life.endpoint;
  const { signal } = life.operation;
  switch (query.by) {
    case "nodeUuid":
      return client.findNode(query.nodeUuid, signal);
    case "name":
      return client.findNode(query.name, signal);
    case "bootMACAddress": {
      const [port] = await client.ports(query.bootMACAddress.toLowerCase());
      return port && client.findNode(port.node_uuid, signal);
    }
    case "bmcAddress": {
      const address = parseBmcAddress(query.address);
      if (!address.ok) {
        throw new Refusal("config", `the BMC address ${address.error.message}`, address.error.remedy);
      }
      const endpoint = canonicalBmcEndpoint(address.value);
      const direct = await client.findNode(nodeUuid(endpoint), signal);
      if (direct) {
        return direct;
      }
      const [entry] = (await life.endpoint.directory()).byBmc(endpoint);
      return entry && client.findNode(entry.uuid, signal);
    }
  }
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
