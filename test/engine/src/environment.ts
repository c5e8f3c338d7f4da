import { delimiter, dirname } from "node:path";
import { type Engine, findEngine } from "./engine.js";

/** Where one run of the engine keeps what it writes. Both folders must exist. */
export interface EngineRun {
  /** Pulumi's own home: credentials, plugins, workspaces. */
  readonly home: string;
  /** Folder of the file backend: stacks, checkpoints, history. */
  readonly backend: string;
  /** Encrypts the secrets of the stack. @default "ironworks" */
  readonly passphrase?: string | undefined;
  /** @default findEngine() */
  readonly engine?: Engine | undefined;
}

/**
 * The variables to lay over `process.env` for a run that touches nothing of the user's own Pulumi: neither
 * its home and backend nor the network. Other `PULUMI_*` variables of this process are blanked.
 */
export function engineEnvironment(run: EngineRun): Record<string, string> {
  const engine = run.engine ?? findEngine();
  const inherited = Object.keys(process.env).filter((name) => name.startsWith("PULUMI_"));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, ""])),
    PATH: [engine.bin, dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter),
    // pnpm sets it for what it runs; a project would find packages that it does not depend on.
    NODE_PATH: "",
    PULUMI_HOME: run.home,
    PULUMI_BACKEND_URL: `file://${run.backend}`,
    PULUMI_CONFIG_PASSPHRASE: run.passphrase ?? "ironworks",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
