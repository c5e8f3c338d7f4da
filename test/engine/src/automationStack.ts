import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { type Engine, findEngine } from "./engine.js";
import { engineEnvironment } from "./environment.js";
import { modulesFolder } from "./modulesFolder.js";

/** A value of stack configuration; a plain string is not secret. */
export type ConfigEntry = string | { readonly value: string; readonly secret: boolean };

export interface AutomationStackOptions {
  readonly projectName: string;
  readonly stackName: string;
  /** Runs in this process. `up({ program })` and `preview({ program })` take another one for that call. */
  readonly program?: PulumiFn | undefined;
  /** By full key, such as `ironworks:site-a.password`. */
  readonly config?: Readonly<Record<string, ConfigEntry>> | undefined;
  /** Variables for the engine and the provider process, over those of this process. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** @default findEngine() */
  readonly engine?: Engine | undefined;
}

/** A stack of its own on the real engine: own home, file backend and project folder, all below `folder`. */
export interface AutomationStack {
  readonly stack: Stack;
  readonly engine: Engine;
  readonly folder: string;
  /** The project's folder, where the engine starts the dynamic provider. */
  readonly projectFolder: string;
  /** The state as text, as the file backend keeps it. */
  checkpoint(): Promise<string>;
  /** Removes all folders. Resources stay as they are: call `stack.destroy()` first to remove them. */
  dispose(): Promise<void>;
}

/**
 * Makes a stack for an inline program.
 *
 * @example
 * const { stack, dispose } = await automationStack({ projectName: "life", stackName: "test", program });
 * try {
 *   await stack.up();
 * } finally {
 *   await dispose();
 * }
 */
export async function automationStack(options: AutomationStackOptions): Promise<AutomationStack> {
  const engine = options.engine ?? findEngine();
  const folder = await mkdtemp(join(tmpdir(), "ironworks-stack-"));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const [home, backend, projectFolder] = ["home", "backend", "project"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([home, backend, projectFolder].map((each) => mkdir(each)));
    await modulesFolder(projectFolder);
    // Automation API wants a root whose bin/ holds the command.
    await symlink(engine.bin, join(folder, "bin"), "dir");
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        projectName: options.projectName,
        stackName: options.stackName,
        program: options.program ?? (async () => undefined),
      },
      {
        workDir: projectFolder,
        // Without them, the engine starts providers in the folder that the test runs in.
        projectSettings: { name: options.projectName, runtime: "nodejs" },
        pulumiHome: home,
        pulumiCommand: await PulumiCommand.get({ root: folder }),
        envVars: { ...engineEnvironment({ home, backend, engine }), ...options.environment },
      },
    );
    for (const [key, entry] of Object.entries(options.config ?? {})) {
      await stack.setConfig(key, typeof entry === "string" ? { value: entry } : entry);
    }
    // The stack may be renamed meanwhile.
    const checkpoint = (): Promise<string> =>
      readFile(join(backend, ".pulumi", "stacks", options.projectName, `${stack.name}.json`), "utf8");
    return { stack, engine, folder, projectFolder, checkpoint, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
