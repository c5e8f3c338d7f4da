import { errorsAmong } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { currentProgram, type Program } from "../program/program.js";
import { beginSnapshot } from "../program/snapshot.js";
import { resolveCredentials } from "./credentials.js";
import type { IronicApi } from "./ironicApi.js";
import { plainHttpWarning, routeProblems } from "./routeProblems.js";

const DECLARED = new WeakMap<Program, Map<IronicApi, Promise<void>>>();

/** A route is checked once a run, by whichever resource comes first. */
export function declareRoute(route: IronicApi): Promise<void> {
  const program = currentProgram();
  const routes = DECLARED.get(program) ?? new Map<IronicApi, Promise<void>>();
  DECLARED.set(program, routes);
  let checked = routes.get(route);
  if (checked === undefined) {
    const snapshot = beginSnapshot(route.args);
    checked = program.declare({
      declaration: () => ({ kind: "ironicApi", name: route.name, ...snapshot() }),
      problems: ({ values, unknown }) => [
        ...errorsAmong(routeProblems(route.name, values, unknown)),
        ...(hasCredentials(route.name, values) ? plainHttpWarning(route.name, values.endpoint) : []),
      ],
      resource: () => undefined,
    });
    // Whoever waits for it reports the mistakes.
    checked.catch(() => undefined);
    routes.set(route, checked);
  }
  return checked;
}

function hasCredentials(name: string, values: Readonly<Record<string, unknown>>): boolean {
  const config = new pulumi.Config("ironworks");
  const found = resolveCredentials(
    { name, ...(typeof values.username === "string" && { username: values.username }) },
    (key) => config.get(key.slice("ironworks:".length)),
    (key) => process.env[key],
  );
  return found.username !== undefined || found.password !== undefined;
}
