import type { Hardware, HostState, Ownership, PowerState } from "@ironworks/core";
import type { NodeSummary } from "../api/node.js";

/** A node as the state of a host. */
export function hostState(
  node: NodeSummary,
  ownership: Ownership,
  known: {
    readonly bmcEndpoint: string;
    readonly hardware?: Hardware | undefined;
    readonly inspected?: string | undefined;
  },
): HostState {
  const { owner, hostId, incarnation } = ownership;
  return {
    owner,
    hostId,
    incarnation,
    nodeUuid: node.uuid,
    bmcEndpoint: known.bmcEndpoint,
    provisionState: node.provision_state,
    powerState: powerStateOf(node),
    observed: "present",
    ...(known.hardware && { hardware: known.hardware }),
    ...(known.inspected !== undefined && { inspected: known.inspected }),
  };
}

/** `unknown` before the first contact with the BMC, and where it does not say. */
export function powerStateOf(node: Pick<NodeSummary, "power_state">): PowerState {
  if (node.power_state === "power on") {
    return "on";
  }
  if (node.power_state === "power off") {
    return "off";
  }
  return "unknown";
}
