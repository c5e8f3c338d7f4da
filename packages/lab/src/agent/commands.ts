import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultView } from "../faults/faultView.js";
import type { HostHardware } from "../host/labHost.js";
import type { Ledger } from "../ledger.js";
import { AgentError, type AgentErrorBody, agentErrorBody } from "./agentError.js";
import type { AgentNode } from "./agentNode.js";
import { STEPS, type StepCall, type StepKind, stepList } from "./steps.js";

/** A command as the agent's API shows it. */
export interface Command {
  readonly id: string;
  readonly command_name: string;
  command_status: "RUNNING" | "SUCCEEDED" | "FAILED";
  command_error: AgentErrorBody | null;
  command_result: unknown;
}

export interface CommandParts {
  readonly host: HostHardware;
  readonly faults: FaultView;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly powerOff: () => Promise<void>;
  readonly die: () => void;
  readonly stepDone: () => void;
  readonly log: (line: string) => void;
}

type Params = Readonly<Record<string, unknown>>;
type Handler = (params: Params, parts: CommandParts) => unknown;

/** An empty tar.gz. */
const NO_LOGS = "H4sIAAAAAAAAAwMAAAAAAAAAAAA=";
/** The agent still answers the command that ends it. */
const ANSWER_MS = 100;

const getSteps =
  (kind: StepKind): Handler =>
  () => ({
    [`${kind}_steps`]: { GenericHardwareManager: stepList(kind) },
    hardware_manager_version: { generic_hardware_manager: "1.2" },
  });
const done =
  (name: string): Handler =>
  () => ({ result: `${name}: ok` });
const powerOff =
  (name: string): Handler =>
  (_params, parts) => {
    setTimeout(() => void parts.powerOff(), ANSWER_MS);
    return { result: `${name}: ok` };
  };

/** Commands that are answered at once, by name. */
const COMMANDS: Readonly<Record<string, Handler>> = {
  get_clean_steps: getSteps("clean"),
  get_deploy_steps: getSteps("deploy"),
  get_service_steps: getSteps("service"),
  get_partition_uuids: () => ({ "root uuid": randomUUID(), "efi system partition uuid": null }),
  install_bootloader: done("install_bootloader"),
  sync: done("sync"),
  power_off: powerOff("power_off"),
  run_image: powerOff("run_image"),
  lockdown: () => null,
  collect_system_logs: () => ({ system_logs: NO_LOGS }),
  finalize_rescue(_params, parts) {
    setTimeout(parts.die, ANSWER_MS);
    return { result: "finalize_rescue: ok" };
  },
};

const STEP_COMMAND = /^execute_(clean|deploy|service)_step$/;

/** The commands of one boot. Steps run in the background, one at a time; Ironic reads their end from the list. */
export class CommandList {
  readonly #parts: CommandParts;
  readonly #commands: Command[] = [];

  constructor(parts: CommandParts) {
    this.#parts = parts;
  }

  all(): readonly Command[] {
    return this.#commands;
  }

  get busy(): boolean {
    return this.#commands.some((command) => command.command_status === "RUNNING");
  }

  /** @param name - With its extension, e.g. `clean.execute_clean_step`. */
  run(name: string, params: Params): Command {
    const command_name = name.split(".").at(-1) ?? name;
    const command: Command = {
      id: randomUUID(),
      command_name,
      command_status: "RUNNING",
      command_error: null,
      command_result: null,
    };
    this.#commands.push(command);
    const [, kind] = STEP_COMMAND.exec(command_name) ?? [];
    const call = params.step as StepCall | undefined;
    const what = kind !== undefined && call ? call.step : command_name;
    this.#parts.log(`command ${name}${kind !== undefined && call ? ` ${call.step}` : ""}`);
    if (this.#fault("agent-dies", what)) {
      this.#parts.log("the agent dies (fault agent-dies)");
      setTimeout(this.#parts.die, ANSWER_MS);
      return command;
    }
    if (kind !== undefined && call) {
      if (!this.#fault("agent-hangs", what)) {
        void this.#runStep(command, kind as StepKind, call, params);
      }
      return command;
    }
    this.#answer(command, params);
    return command;
  }

  #answer(command: Command, params: Params): void {
    try {
      this.#failIfFaulty(command.command_name);
      const handler = COMMANDS[command.command_name];
      if (handler === undefined) {
        throw new AgentError("InvalidCommandError", `Unknown command: ${command.command_name}`);
      }
      command.command_result = handler(params, this.#parts);
      command.command_status = "SUCCEEDED";
    } catch (error) {
      fail(command, error);
    }
  }

  async #runStep(command: Command, kind: StepKind, call: StepCall, params: Params): Promise<void> {
    const { host, ledger, faults, signal } = this.#parts;
    try {
      const step = STEPS[call.step];
      if (step?.priority[kind] === undefined) {
        throw new AgentError("InvalidCommandParamsError", `The emulator has no ${kind} step ${call.step}`);
      }
      this.#failIfFaulty(call.step);
      const node = (params.node ?? {}) as AgentNode;
      const slow = this.#fault("agent-slow", call.step);
      if (slow) {
        await sleep(Number(slow.seconds) * 1000, undefined, { signal });
      }
      const disks = faults.find("agent-no-disks", host.name) ? [] : host.disks;
      const result = await step.run(call, { host: host.name, disks, node, ledger, faults, signal });
      command.command_result = { [`${kind}_result`]: result, [`${kind}_step`]: call };
      command.command_status = "SUCCEEDED";
    } catch (error) {
      fail(command, error);
      this.#parts.log(`step ${call.step} failed: ${agentErrorBody(error).details}`);
    }
    if (!signal.aborted) {
      this.#parts.stepDone();
    }
  }

  #failIfFaulty(what: string): void {
    const fault = this.#fault("agent-step-fails", what);
    if (fault) {
      throw new AgentError("CommandExecutionError", String(fault.message));
    }
  }

  /** The settings of a fault that is on for this host and this step or command. */
  #fault(name: string, what: string) {
    const fault = this.#parts.faults.find(name, this.#parts.host.name);
    return fault?.step === what ? fault : undefined;
  }
}

function fail(command: Command, error: unknown): void {
  command.command_error = agentErrorBody(error);
  command.command_status = "FAILED";
}
