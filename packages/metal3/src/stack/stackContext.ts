import type { DeployFlags } from "../releases/deployFlags.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import type { DeployVariables } from "./deployVariables.js";

/** What profile `upstream` is made from: everything that upstream's deploy.sh and the files that it reads can vary. */
export interface UpstreamSpec {
  /** A patch in the table, e.g. `v0.13.2`. */
  readonly release: string;
  /** What deploy.sh is asked for. */
  readonly flags: DeployFlags;
  /** deploy.sh's own variables, by their names. */
  readonly variables: DeployVariables;
  /** Values for keys of the .env files; a key goes into each file that has it, or whose containers read it. Default: none. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}

/** What every part of a stack is made from: checked, with defaults filled in. */
export interface StackContext {
  readonly facts: ReleaseFacts;
  readonly flags: DeployFlags;
  readonly variables: DeployVariables;
  /** Values for keys of the .env files. */
  readonly settings: Readonly<Record<string, string>>;
  /** Addresses that certificates are for. */
  readonly addresses: { readonly ironic: string; readonly mariadb: string };
}

/** Fills in the defaults of a spec that has no error. */
export function stackContext(facts: ReleaseFacts, { flags, variables, settings = {} }: UpstreamSpec): StackContext {
  const addresses = { ironic: variables.IRONIC_HOST_IP ?? "", mariadb: variables.MARIADB_HOST_IP || "127.0.0.1" };
  return { facts, flags, variables, settings, addresses };
}
