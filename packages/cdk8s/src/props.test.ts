import type { DeployFlags, GuardOptions, OperatorHostSpec, OperatorMachineSpec, StackSpec } from "@ironworks/metal3";
import { expectTypeOf, it } from "vitest";
import type {
  BareMetalHostProps,
  DeployFlagsProps,
  HostGuardProps,
  IronicStackProps,
  ProvisionedMachineProps,
} from "./index.js";

/** Members of a spec that props lack. Checked by the type check of the tests. */
type Missing<Spec, Props> = Exclude<keyof Spec, keyof Props>;

it("props have every member of the spec that they stand for", () => {
  expectTypeOf<Missing<OperatorHostSpec, BareMetalHostProps>>().toBeNever();
  expectTypeOf<Missing<OperatorMachineSpec, ProvisionedMachineProps>>().toBeNever();
  expectTypeOf<Missing<StackSpec, IronicStackProps>>().toBeNever();
  expectTypeOf<Missing<DeployFlags, DeployFlagsProps>>().toBeNever();
  expectTypeOf<Missing<GuardOptions, HostGuardProps>>().toBeNever();
});
