import { errorsAmong } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import { currentProgram } from "../program/program.js";
import { declareSettings } from "../program/settingsDeclaration.js";
import { beginSnapshot } from "../program/snapshot.js";
import { importProblems } from "../resource/importProblems.js";
import { declareRoute } from "../route/routeDeclaration.js";
import type { BareMetalHostArgs } from "./bareMetalHostArgs.js";
import { hostSpecProblems } from "./hostProblems.js";

/** Resolves when the program has been read and has no mistakes. */
export function declareHost(
  name: string,
  args: BareMetalHostArgs,
  resource: () => pulumi.Resource | undefined,
  opts?: pulumi.CustomResourceOptions,
): Promise<void> {
  const { route, ...spec } = args;
  const snapshot = beginSnapshot(spec);
  declareSettings();
  declareRoute(route);
  return currentProgram().declare({
    declaration: () => ({ kind: "BareMetalHost", name, ...snapshot() }),
    // Warnings come from the provider, which sees every value.
    problems: ({ values, unknown }) => [
      ...importProblems(name, opts),
      ...errorsAmong(hostSpecProblems(name, values, unknown, route.args.ramdisk)),
    ],
    resource,
  });
}
