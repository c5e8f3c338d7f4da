import { describe, expect, it } from "vitest";
import { conflictCode } from "./conflict.js";

describe("the three meanings of 409", () => {
  it.each([
    [
      "Node n1 is locked by host conductor-0, please retry after the current operation is completed.",
      "IRONIC_NODE_LOCKED",
    ],
    ['Node "n1" can not be updated while a state transition is in progress.', "IRONIC_WRONG_STATE"],
    ['Cannot update node "n1" while it is in state "inspecting".', "IRONIC_WRONG_STATE"],
    ["Can not delete node while it is in provision state active", "IRONIC_WRONG_STATE"],
    ["A node with name n1 already exists.", "IRONIC_DUPLICATE"],
    ["A node with UUID 65701c9c-060b-49be-bc86-db5c2b028026 already exists.", "IRONIC_DUPLICATE"],
    ["A port with MAC address 52:54:00:00:00:01 already exists.", "IRONIC_DUPLICATE"],
    ["Node n1 is associated with instance 11111111-1111-4111-8111-111111111111.", "IRONIC_DUPLICATE"],
    [
      "Instance 11111111 is already associated with a node, it cannot be associated with this other node",
      "IRONIC_DUPLICATE",
    ],
    ["Something that no release has said yet", "IRONIC_WRONG_STATE"],
  ])("%s", (text, code) => {
    expect(conflictCode(text)).toBe(code);
  });
});
