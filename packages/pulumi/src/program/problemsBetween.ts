import { errorAt, type HostSpec, type Problem, validateHosts } from "@ironworks/core";
import { equalJson } from "@ironworks/core/json";
import type { ResourceKind } from "../resource/resourceMeta.js";
import { environmentKey } from "../route/credentials.js";

/** What is known of a resource of the program, as far as others can be in conflict with it. */
export interface Declaration {
  readonly kind: ResourceKind | "ironicApi" | "configuration";
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly unknown: readonly string[];
}

/** What at most one resource may have. */
interface Unique {
  readonly kind: Declaration["kind"];
  readonly field: string;
  /** The same text for things that are the same; undefined where that is not known, or not readable. */
  readonly key: (declaration: Declaration) => string | undefined;
  readonly message: (other: string) => string;
  readonly remedy: string;
  /** Two that share a key are in no conflict when this holds. */
  readonly unless?: (one: Declaration, other: Declaration) => boolean;
}

const UNIQUE: readonly Unique[] = [
  {
    kind: "ironicApi",
    field: "name",
    key: ({ name }) => name,
    unless: (one, other) => equalJson(one.values, other.values),
    message: () => "is the name of two different endpoints.",
    remedy: "give each endpoint a name of its own; its credentials are found by it",
  },
  {
    kind: "ironicApi",
    field: "name",
    key: ({ name }) => environmentKey(name, "password"),
    unless: (one, other) => one.name === other.name,
    message: (other) => `has the same variables in the environment as \`${other}\`: one password would serve both.`,
    remedy: "choose names that differ in more than `-`, `_` and case",
  },
  {
    kind: "BareMetalHost",
    field: "name",
    key: ({ name }) => name,
    message: () => "is the name of two hosts of this program.",
    remedy: "give each host a name of its own; ownership of servers is kept by it",
  },
  {
    kind: "ProvisionedMachine",
    field: "name",
    key: ({ name }) => name,
    message: () => "is the name of two machines of this program.",
    remedy: "give each machine a name of its own; the claim on its host is kept by it",
  },
  {
    kind: "ProvisionedMachine",
    field: "host",
    key: ({ values }) => (typeof values.hostName === "string" ? values.hostName : undefined),
    message: (other) => `already carries the machine \`${other}\`.`,
    remedy: "give each machine a host of its own",
  },
];

/** Conflicts of new declarations with earlier ones and with each other. */
export function problemsBetween(earlier: readonly Declaration[], added: readonly Declaration[]): Problem[] {
  return [...sharedThings(earlier, added), ...sharedServers([...earlier, ...added], added)];
}

function sharedThings(earlier: readonly Declaration[], added: readonly Declaration[]): Problem[] {
  return UNIQUE.flatMap((unique) => {
    const seen = new Map<string, Declaration>();
    for (const declaration of earlier) {
      remember(seen, unique, declaration);
    }
    return added.flatMap((declaration): Problem[] => {
      const other = remember(seen, unique, declaration);
      if (other === undefined) {
        return [];
      }
      const { field, message, remedy } = unique;
      return [{ ...errorAt(field, message(other.name), remedy), resource: declaration.name }];
    });
  });
}

/** The declaration that already has this one's key, where that is a conflict. */
function remember(seen: Map<string, Declaration>, unique: Unique, declaration: Declaration): Declaration | undefined {
  if (declaration.kind !== unique.kind) {
    return undefined;
  }
  const key = unique.key(declaration);
  if (key === undefined) {
    return undefined;
  }
  const other = seen.get(key);
  if (other === undefined) {
    seen.set(key, declaration);
    return undefined;
  }
  return unique.unless?.(declaration, other) ? undefined : other;
}

/** Two hosts on one BMC or with one MAC address. */
function sharedServers(all: readonly Declaration[], added: readonly Declaration[]): readonly Problem[] {
  const hosts = all.filter(({ kind }) => kind === "BareMetalHost");
  // A value that is not known is absent, and an absent one is not judged.
  const named = hosts.map(({ name, values }) => ({
    resource: name,
    spec: values as unknown as HostSpec,
    site: typeof values.site === "string" ? values.site : undefined,
  }));
  const names = new Set(added.map(({ name }) => name));
  return validateHosts(named).filter(({ resource }) => resource !== undefined && names.has(resource));
}
