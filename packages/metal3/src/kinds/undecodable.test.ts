import { expect, it } from "vitest";
import { kindSchema } from "./kindSchema.js";
import { undecodable } from "./undecodable.js";

const ironic = kindSchema("Ironic", "irso-v0.11.0").properties?.spec ?? {};
const host = kindSchema("BareMetalHost", "v0.13.2").properties?.spec ?? {};

it.each([
  [ironic, { networking: { apiPort: 2 ** 31 } }, ["spec.networking.apiPort"]],
  [ironic, { networking: { apiPort: -(2 ** 31) - 1, rpcPort: 2 ** 31 - 1 } }, ["spec.networking.apiPort"]],
  [
    ironic,
    { overrides: { agentImages: [{ kernel: [], initramfs: "file:///x" }] } },
    ["spec.overrides.agentImages[0].kernel"],
  ],
  [host, { taints: [{ timeAdded: [] }, { timeAdded: "2026-02-28T00:00:00Z" }] }, ["spec.taints[0].timeAdded"]],
  [host, { online: true, description: [], rootDeviceHints: { minSizeGigabytes: 2 ** 31 } }, []],
])("finds what the operator cannot read: %#", (schema, spec, fields) => {
  expect(undecodable(spec, schema, "spec").map(({ field }) => field)).toEqual(fields);
});
