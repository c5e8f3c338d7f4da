import { expect, it } from "vitest";
import { protectPatch, unprotectPatch } from "./protection.js";

const node = (more: object) => ({ protected: false, protected_reason: null, provision_state: "active", ...more });
const [, reason] = protectPatch(node({}), true);
const ours = { protected: true, protected_reason: reason && "value" in reason ? String(reason.value) : "" };

it("goes on where a machine is installed, and nowhere else; once is enough", () => {
  expect(protectPatch(node({}), true).map(({ path }) => path)).toEqual(["/protected", "/protected_reason"]);
  expect(protectPatch(node(ours), true)).toEqual([]);
  expect(protectPatch(node({ provision_state: "manageable" }), true)).toEqual([]);
});

it("comes off for our own deeds and with `protect: false`; somebody else's stays", () => {
  const off = [{ op: "add", path: "/protected", value: false }];
  expect(unprotectPatch(node(ours))).toEqual(off);
  expect(protectPatch(node(ours), false)).toEqual(off);
  expect(unprotectPatch(node({}))).toEqual([]);
  expect(unprotectPatch(node({ protected: true, protected_reason: "audit" }))).toEqual([]);
});
