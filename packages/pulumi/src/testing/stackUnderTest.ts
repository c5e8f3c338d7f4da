import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type AutomationStack, automationStack } from "@ironworks/engine";
import type { Lab } from "@ironworks/lab";
import { type DestroyOptions, type EngineEvent, type PulumiFn, Stack, type UpOptions } from "@pulumi/pulumi/automation";

/** What one run of the engine did and said. */
export interface Run {
  /** Operation by resource name, without those that stayed the same. */
  readonly changes: Readonly<Record<string, string>>;
  /** Every line of the diagnostics that stay, by the name of the resource, `""` for the stack. */
  readonly lines: readonly { readonly resource: string; readonly severity: string; readonly text: string }[];
  /** Lines of the status column. */
  readonly progress: readonly { readonly resource: string; readonly text: string }[];
  readonly failed: boolean;
}

const PROJECT = "bare-metal";

/** Stack configuration of a test beside the lab's credentials, e.g. `ironworks:maxDestructive`. */
type Settings = Readonly<Record<string, string>>;

function configOf(
  lab: Lab,
  settings: Settings = {},
): Record<string, { readonly value: string; readonly secret: boolean }> {
  const { username, password } = lab.credentials;
  const more = Object.entries(settings).map(([key, value]) => [key, { value, secret: false }]);
  return {
    ...Object.fromEntries(more),
    "ironworks:lab.username": { value: username, secret: false },
    "ironworks:lab.password": { value: password, secret: true },
  };
}

/** A stack of an inline program on the real engine, against a lab. */
export class StackUnderTest {
  /** The program of the next run. */
  program: PulumiFn;

  private constructor(
    readonly automation: AutomationStack,
    program: PulumiFn,
  ) {
    this.program = program;
  }

  static async create(
    lab: Lab,
    name: string,
    program: PulumiFn,
    settings: Settings = {},
    projectName = PROJECT,
  ): Promise<StackUnderTest> {
    const automation = await automationStack({
      projectName,
      stackName: name,
      config: configOf(lab, settings),
    });
    return new StackUnderTest(automation, program);
  }

  /** Another stack of the same project in the same backend. Its folders go with those of this one. */
  async beside(lab: Lab, name: string, program: PulumiFn): Promise<StackUnderTest> {
    const { stack: first, folder } = this.automation;
    const stack = await Stack.createOrSelect(name, first.workspace);
    await stack.setAllConfig(configOf(lab));
    const file = join(folder, "backend", ".pulumi", "stacks", PROJECT, `${name}.json`);
    return new StackUnderTest({ ...this.automation, stack, checkpoint: () => readFile(file, "utf8") }, program);
  }

  preview(): Promise<Run> {
    return this.#run((options) => this.automation.stack.preview({ ...options, program: this.program }));
  }

  up(wishes: Pick<UpOptions, "refresh" | "continueOnError"> = {}): Promise<Run> {
    return this.#run((options) => this.automation.stack.up({ ...wishes, ...options, program: this.program }));
  }

  refresh(): Promise<Run> {
    return this.#run((options) => this.automation.stack.refresh(options));
  }

  destroy(wishes: Pick<DestroyOptions, "runProgram"> = {}): Promise<Run> {
    if (wishes.runProgram) {
      this.automation.stack.workspace.program = this.program;
    }
    return this.#run((options) => this.automation.stack.destroy({ ...wishes, ...options }));
  }

  /** `pulumi config set <key> <value>`. */
  configure(key: string, value: string): Promise<void> {
    return this.automation.stack.setConfig(key, { value });
  }

  /** `pulumi <args>` on this stack, e.g. `state delete <urn>`. */
  async command(...args: string[]): Promise<void> {
    const { stack, engine } = this.automation;
    const { workDir, pulumiHome = "", envVars } = stack.workspace;
    const env = { ...process.env, ...envVars, PULUMI_HOME: pulumiHome };
    await promisify(execFile)(join(engine.bin, "pulumi"), args, { cwd: workDir, env });
  }

  /** Outputs of the program. */
  async output<T>(name: string): Promise<T> {
    return (await this.automation.stack.outputs())[name]?.value as T;
  }

  /** A resource as the state keeps it. */
  async entry(name: string): Promise<StateEntry> {
    const state = JSON.parse(await this.automation.checkpoint()) as {
      readonly checkpoint: { readonly latest: { readonly resources?: readonly StateEntry[] } };
    };
    const entry = state.checkpoint.latest.resources?.find(({ urn }) => nameOf(urn) === name);
    if (entry === undefined) {
      throw new Error(`there is no resource \`${name}\` in the state`);
    }
    return entry;
  }

  async #run(run: (options: { readonly onEvent: (event: EngineEvent) => void }) => Promise<unknown>): Promise<Run> {
    const events: EngineEvent[] = [];
    const failed = await run({ onEvent: (event) => events.push(event) }).then(
      () => false,
      (error: unknown) => {
        if (events.length === 0) {
          throw error;
        }
        return true;
      },
    );
    return { ...read(events), failed };
  }
}

export interface StateEntry {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  /** URN and id of its provider. */
  readonly provider: string;
  readonly initErrors?: readonly string[];
}

function read(events: readonly EngineEvent[]): Omit<Run, "failed"> {
  const changes: Record<string, string> = {};
  const lines: { resource: string; severity: string; text: string }[] = [];
  const progress: { resource: string; text: string }[] = [];
  for (const { resourcePreEvent, diagnosticEvent } of events) {
    const step = resourcePreEvent?.metadata;
    if (step !== undefined && step.op !== "same" && step.op !== "refresh" && step.type.includes("ironworks")) {
      changes[nameOf(step.urn)] = step.op;
    }
    if (diagnosticEvent === undefined) {
      continue;
    }
    const { urn, message, ephemeral } = diagnosticEvent;
    const severity: string = diagnosticEvent.severity;
    if (severity === "debug") {
      continue;
    }
    const text = message.replace(/<\{%[^}]*%\}>/g, "").trim();
    const resource = urn?.includes("ironworks") ? nameOf(urn) : "";
    if (ephemeral) {
      progress.push({ resource, text });
    } else {
      lines.push({ resource, severity, text });
    }
  }
  return { changes, lines, progress };
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The diagnostics as one text, for messages. */
export function textOf(run: Run): string {
  return run.lines.map(({ resource, severity, text }) => `${resource || "stack"} ${severity}: ${text}`).join("\n");
}
