import { errorsAmong } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import { currentProgram } from "../program/program.js";
import { declareSettings } from "../program/settingsDeclaration.js";
import { beginSnapshot } from "../program/snapshot.js";
import { importProblems } from "../resource/importProblems.js";
import type { IronicApi } from "../route/ironicApi.js";
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
    declaration: () => {
      const { values, unknown } = snapshot();
      return { kind: "BareMetalHost", name, values: { ...values, site: siteOf(route) }, unknown };
    },
    // Warnings come from the provider, which sees every value.
    problems: ({ values: { site: _site, ...values }, unknown }) => [
      ...importProblems(name, opts),
      ...errorsAmong(hostSpecProblems(name, values, unknown, route.args.ramdisk)),
    ],
    resource,
  });
}

/** Two routes to one endpoint lead to the same servers; where it is not known yet, the name of the route stands for it. */
function siteOf({ name, args: { endpoint } }: IronicApi): string {
  return typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint).host : name;
}
