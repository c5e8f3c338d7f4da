import type * as pulumi from "@pulumi/pulumi";
import { currentProgram } from "../program/program.js";
import { beginSnapshot } from "../program/snapshot.js";
import { importProblems } from "../resource/importProblems.js";
import { machineSpecProblems } from "./machineProblems.js";
import type { ProvisionedMachineArgs } from "./provisionedMachineArgs.js";

/** Resolves when the program has been read and has no mistakes. */
export function declareMachine(
  name: string,
  hostName: string,
  args: ProvisionedMachineArgs,
  resource: () => pulumi.Resource | undefined,
  opts?: pulumi.CustomResourceOptions,
): Promise<void> {
  const { host: _host, ...spec } = args;
  const snapshot = beginSnapshot(spec);
  return currentProgram().declare({
    declaration: () => {
      const { values, unknown } = snapshot();
      return { kind: "ProvisionedMachine", name, values: { ...values, hostName }, unknown };
    },
    // Other warnings come from the provider, which sees every value; hints are resolved here and do not reach it.
    problems: ({ values, unknown }) => [
      ...importProblems(name, opts),
      ...machineSpecProblems(name, values, unknown).filter(
        ({ severity, field }) => severity === "error" || field.startsWith("rootDeviceHints"),
      ),
    ],
    resource,
  });
}
