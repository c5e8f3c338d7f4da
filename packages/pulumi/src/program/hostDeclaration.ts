import { errorsAmong } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import type { BareMetalHostArgs } from "../bareMetalHost.js";
import { hostSpecProblems } from "../validate/hostProblems.js";
import { currentProgram } from "./program.js";
import { declareRoute } from "./routeDeclaration.js";
import { beginSnapshot } from "./snapshot.js";

/** Resolves when the program has been read and has no mistakes. */
export function declareHost(
  name: string,
  args: BareMetalHostArgs,
  resource: () => pulumi.Resource | undefined,
): Promise<void> {
  const { route, ...spec } = args;
  const snapshot = beginSnapshot(spec);
  declareRoute(route);
  return currentProgram().declare({
    declaration: () => ({ kind: "BareMetalHost", name, ...snapshot() }),
    // Warnings come from the provider, which sees every value.
    problems: ({ values, unknown }) => errorsAmong(hostSpecProblems(name, values, unknown, route.args.ramdisk)),
    resource,
  });
}
