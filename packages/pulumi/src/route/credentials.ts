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

/** Where a credential was found. */
export type CredentialSource = "config" | "environment" | "input";

/** Credentials, and where each was found. */
export interface FoundCredentials extends Credentials {
  readonly sources: Readonly<Partial<Record<keyof Credentials, CredentialSource>>>;
}

/** Stack configuration first, then the environment, then what the program gave as an input; field by field. */
export function resolveCredentials(
  route: Pick<RouteInputs, "name" | "username" | "password">,
  config: Lookup,
  environment: Lookup,
): FoundCredentials {
  const username = findCredential("username", route, config, environment);
  const password = findCredential("password", route, config, environment);
  return {
    username: username?.value,
    password: password?.value,
    sources: { ...(username && { username: username.source }), ...(password && { password: password.source }) },
  };
}

function findCredential(
  field: keyof Credentials,
  route: Pick<RouteInputs, "name" | "username" | "password">,
  config: Lookup,
  environment: Lookup,
): { readonly value: string; readonly source: CredentialSource } | undefined {
  const places: readonly (readonly [CredentialSource, string | undefined])[] = [
    ["config", config(configKey(route.name, field))],
    ["environment", environment(environmentKey(route.name, field))],
    ["input", route[field]],
  ];
  for (const [source, value] of places) {
    if (value !== undefined) {
      return { value, source };
    }
  }
  return undefined;
}

/** The commands that set a credential, e.g. `` `pulumi config set --secret ironworks:site-a.password` ``. */
export function setCommand(route: string, field: keyof Credentials): string {
  const words = field === "password" ? ["--secret", configKey(route, field)] : [configKey(route, field), "…"];
  return `\`pulumi config set ${words.join(" ")}\``;
}

/** What to do where an endpoint does not accept these credentials, or wants some and none are set. */
export function credentialsRemedy(route: string, { sources }: FoundCredentials): string {
  const { username, password } = sources;
  if (username === undefined && password === undefined) {
    return (
      `none are set: ${setCommand(route, "username")} and ${setCommand(route, "password")}, ` +
      `or set ${environmentKey(route, "username")} and ${environmentKey(route, "password")}`
    );
  }
  const places = (["username", "password"] as const).map((field) => placeOf(route, field, sources[field]));
  const wrong = `check ${places.join(" and ")}`;
  if (username !== "config" && password !== "config") {
    return wrong;
  }
  return (
    `${wrong}; if they are right: \`refresh\` and \`destroy\` use the configuration of the last \`pulumi up\`, ` +
    "so run `pulumi up` first, or add `--run-program`"
  );
}

function placeOf(route: string, field: keyof Credentials, source: CredentialSource | undefined): string {
  switch (source) {
    case "environment":
      return environmentKey(route, field);
    case "input":
      return `\`${field}\` of \`ironicApi("${route}")\``;
    default:
      return `\`${configKey(route, field)}\``;
  }
}
