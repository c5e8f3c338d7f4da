import type { RouteInputs } from "../resource/routeInputs.js";

export interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** A look-up by key; `undefined` where there is no such value. */
export type Lookup = (key: string) => string | undefined;

/** Key in the stack's configuration, e.g. `ironworks:site-a.password`. */
export function configKey(route: string, field: keyof Credentials): string {
  return `ironworks:${route}.${field}`;
}

/** Name in the environment, e.g. `IRONWORKS_SITE_A_PASSWORD`. */
export function environmentKey(route: string, field: keyof Credentials): string {
  return `IRONWORKS_${route.replace(/[^A-Za-z0-9]/g, "_")}_${field}`.toUpperCase();
}

/** Stack configuration first, then the environment, then what the program gave as an input; field by field. */
export function resolveCredentials(route: RouteInputs, config: Lookup, environment: Lookup): Credentials {
  const one = (field: keyof Credentials): string | undefined =>
    config(configKey(route.name, field)) ?? environment(environmentKey(route.name, field)) ?? route[field];
  return { username: one("username"), password: one("password") };
}
