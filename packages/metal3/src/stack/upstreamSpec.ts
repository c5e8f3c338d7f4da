import type { DeployFlags } from "../releases/deployFlags.js";
import type { DeployVariables } from "./deployVariables.js";

/** What profile `upstream` is made from: everything that upstream's deploy.sh and the files that it reads can vary. */
export interface UpstreamSpec {
  /** A patch in the table, e.g. `v0.13.2`. */
  readonly release: string;
  readonly flags: DeployFlags;
  /** deploy.sh's own variables, by their names. */
  readonly variables: DeployVariables;
  /** Values for keys of the .env files; a key goes into each file that has it, or whose containers read it. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
}
