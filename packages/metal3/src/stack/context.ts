import type { DeployFlags } from "../releases/deployFlags.js";
import type { ReleaseFacts } from "../releases/releaseFacts.js";
import type { DeployVariables } from "./deployVariables.js";

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
