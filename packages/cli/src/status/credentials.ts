import type { PulumiCommand } from "./pulumiCommand.js";

/** A user name and a password of an endpoint, or what is missing. */
export interface FoundCredentials {
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** How to give them: lower case, an imperative, without a full stop. */
  readonly remedy: string;
}

/** A look-up by key; undefined where there is no such value. */
export type Lookup = (key: string) => string | undefined | Promise<string | undefined>;

const FIELDS = ["username", "password"] as const;

/** As `@ironworks/pulumi` finds them: the stack's configuration first, then the environment, field by field. */
export async function findCredentials(
  endpoint: string,
  environment: Lookup,
  config: Lookup = () => undefined,
): Promise<FoundCredentials> {
  const [username, password] = await Promise.all(
    FIELDS.map(
      async (field) =>
        (await config(`ironworks:${endpoint}.${field}`)) ?? (await environment(environmentKey(endpoint, field))),
    ),
  );
  const remedy = `set ${FIELDS.map((field) => environmentKey(endpoint, field)).join(" and ")} in the environment`;
  return { remedy, ...(username && password && { credentials: { username, password } }) };
}

/** Name in the environment, e.g. `IRONWORKS_SITE_A_PASSWORD`. */
function environmentKey(endpoint: string, field: (typeof FIELDS)[number]): string {
  return `IRONWORKS_${endpoint.replace(/[^A-Za-z0-9]/g, "_")}_${field}`.toUpperCase();
}

/** The configuration of a stack. Of its secrets only those that are asked for are decrypted. */
export function stackConfig(pulumi: PulumiCommand, stack: readonly string[]): Lookup {
  const listed = pulumi("config", "--json", ...stack).then((outcome): readonly string[] => {
    try {
      return "output" in outcome ? Object.keys(JSON.parse(outcome.output) as object) : [];
    } catch {
      return [];
    }
  });
  const values = new Map<string, Promise<string | undefined>>();
  const read = async (key: string): Promise<string | undefined> => {
    if (!(await listed).includes(key)) {
      return undefined;
    }
    const outcome = await pulumi("config", "get", key, ...stack);
    return "output" in outcome ? outcome.output.replace(/\r?\n$/, "") : undefined;
  };
  return (key) => {
    const known = values.get(key) ?? read(key);
    values.set(key, known);
    return known;
  };
}
