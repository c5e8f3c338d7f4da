import { type Deed, describeRootDisk, type MachinePlan } from "@ironworks/core";

/** What a planned reinstall destroys, for the ledger. */
export function reinstallDeed(
  plan: Extract<MachinePlan, { readonly kind: "reinstall" | "may-reinstall" }>,
): Pick<Deed, "kind" | "disks" | "why"> {
  const { fields, disks, why } = plan;
  return { kind: fields.includes("rebuild") ? "rebuild" : "reinstall", disks: disks.map(describeRootDisk), why };
}
