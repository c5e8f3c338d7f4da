import type { Node, PatchOperation } from "../api/node.js";

/** What Ironic says to whoever tries to undeploy, rebuild or delete the node. */
const REASON = "installed by Ironworks: deprovision the machine in its program, or write `protect: false` there";

/** Ironic takes the protection on in no other state of ours. */
const PROTECTABLE = new Set(["active"]);

/** Brings the protection of a node with an installed machine to what its program wants. Nothing where it is so, or cannot be. */
export function protectPatch(
  node: Pick<Node, "protected" | "protected_reason" | "provision_state">,
  wanted: boolean,
): readonly PatchOperation[] {
  if (!wanted) {
    return unprotectPatch(node);
  }
  if (node.protected || !PROTECTABLE.has(node.provision_state)) {
    return [];
  }
  return [
    { op: "add", path: "/protected", value: true },
    { op: "add", path: "/protected_reason", value: REASON },
  ];
}

/**
 * Takes our own protection off, before a verb that it would refuse; Ironic clears the reason with it. A protection that somebody
 * else put on stays, and then Ironic refuses the verb.
 */
export function unprotectPatch(node: Pick<Node, "protected" | "protected_reason">): readonly PatchOperation[] {
  return node.protected && node.protected_reason === REASON ? [{ op: "add", path: "/protected", value: false }] : [];
}
