import { errorsAmong } from "@ironworks/core";
import { currentProgram, type Program } from "../program/program.js";
import { beginSnapshot } from "../program/snapshot.js";
import type { IronicApi } from "./ironicApi.js";
import { routeProblems } from "./routeProblems.js";

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
      problems: ({ values, unknown }) => errorsAmong(routeProblems(route.name, values, unknown)),
      resource: () => undefined,
    });
    // Whoever waits for it reports the mistakes.
    checked.catch(() => undefined);
    routes.set(route, checked);
  }
  return checked;
}
