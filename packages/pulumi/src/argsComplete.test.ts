import type { HostSpec, MachineSpec } from "@ironworks/core";
import type { StackSpec } from "@ironworks/metal3";
import { expectTypeOf, it } from "vitest";
import type { BareMetalHostArgs, ProvisionedMachineArgs } from "./index.js";
import type { IronicStackArgs } from "./stack/index.js";

it("whatever the specifications have can be given as an argument", () => {
  expectTypeOf<Exclude<keyof HostSpec, keyof BareMetalHostArgs>>().toBeNever();
  expectTypeOf<Exclude<keyof MachineSpec, keyof ProvisionedMachineArgs>>().toBeNever();
  expectTypeOf<Exclude<keyof StackSpec, keyof IronicStackArgs>>().toBeNever();
});
