import type { StackConfig } from "./stackConfig.js";

/** An account of an endpoint, and where it was found. */
export interface Account {
  readonly username?: string | undefined;
  /** Sent to the endpoint, and nowhere else. */
  readonly password?: string | undefined;
  /** E.g. `the stack's configuration`; empty where nothing was found. */
  readonly from: string;
  /** How to give both: lower case, an imperative, without a full stop. */
  readonly remedy: string;
}

/** A look-up in the environment. */
export type Environment = (name: string) => string | undefined;

type Field = "username" | "password";

/** Name in the environment, e.g. `IRONWORKS_SITE_A_PASSWORD`; the same as `@ironworks/pulumi` reads. */
function environmentName(route: string, field: Field): string {
  return `IRONWORKS_${route.replace(/[^A-Za-z0-9]/g, "_")}_${field}`.toUpperCase();
}

/** The account of an endpoint that is driven by a stack: its configuration first, then the environment, field by field. */
export async function stackAccount(
  route: string,
  config: StackConfig,
  environment: Environment,
  isInput: boolean,
): Promise<Account> {
  const places = new Set<string>();
  const one = async (field: Field): Promise<string | undefined> => {
    const configured = await config(`ironworks:${route}.${field}`);
    if (configured && "value" in configured) {
      places.add("the stack's configuration");
      return configured.value;
    }
    if (configured) {
      places.add(`the stack's configuration, which cannot be read: ${configured.failed}`);
    }
    const value = environment(environmentName(route, field));
    if (value !== undefined) {
      places.add("the environment");
    }
    return value;
  };
  const [username, password] = [await one("username"), await one("password")];
  const set = `\`pulumi config set ironworks:${route}.username …\` and \`pulumi config set --secret ironworks:${route}.password\``;
  const inputs = isInput
    ? "; those that the program gives as inputs are secrets of the state, which is not decrypted"
    : "";
  return {
    username,
    password,
    from: [...places].join(" and "),
    remedy: `set ${set}, or ${environmentNames(route)} in the environment${inputs}`,
  };
}

/** The account of an endpoint that the command line names: from the environment. */
export function environmentAccount(route: string, environment: Environment): Account {
  const username = environment(environmentName(route, "username"));
  const password = environment(environmentName(route, "password"));
  const from = username === undefined && password === undefined ? "" : "the environment";
  return { username, password, from, remedy: `set ${environmentNames(route)} in the environment` };
}

function environmentNames(route: string): string {
  return `${environmentName(route, "username")} and ${environmentName(route, "password")}`;
}
