import type { Hardware, Problem } from "@ironworks/core";
import { errorAt } from "@ironworks/core/problems";
import type { Environment } from "../pulumi/endpointAccount.js";
import type { StackConfig } from "../pulumi/stackConfig.js";
import { EndpointReader } from "./endpointReader.js";
import type { FleetStatus } from "./hostStatus.js";
import { joinFleet } from "./joinFleet.js";
import type { StackRoute, StackState } from "./stackState.js";

/** What is looked at: a stack, or one endpoint. */
export type Sight =
  | {
      readonly kind: "stack";
      readonly name: string;
      readonly state: () => Promise<StackState | Problem>;
      /** Absent: there is a state, and no stack. */
      readonly config?: StackConfig;
      /** What `caFile` is relative to. */
      readonly folder: string;
    }
  | { readonly kind: "endpoint"; readonly route: StackRoute };

/** Reads a fleet again and again; the clients stay open between. */
export class FleetReader {
  readonly #endpoints: EndpointReader;

  constructor(
    readonly sight: Sight,
    readonly options: { readonly all: boolean; readonly environment: Environment; readonly now: () => Date },
  ) {
    const { environment } = options;
    const sources = sight.kind === "stack" ? { config: sight.config, folder: sight.folder } : { folder: "." };
    this.#endpoints = new EndpointReader({ ...sources, environment });
  }

  /** A problem where there is nothing to look at; an endpoint that cannot be read is part of the status. */
  async read(): Promise<FleetStatus | Problem> {
    const { sight, options } = this;
    const stack = sight.kind === "stack" ? await sight.state() : undefined;
    if (stack !== undefined && "message" in stack) {
      return stack;
    }
    const routes = sight.kind === "stack" ? (stack?.routes ?? []) : [sight.route];
    const endpoints = await this.#endpoints.read(routes);
    const stackName = sight.kind === "stack" ? sight.name : undefined;
    return joinFleet({ at: options.now(), stackName, stack, endpoints, all: options.all });
  }

  /** The inspected hardware of the hosts of a status, by uuid of the node. Of an endpoint that fails there is none. */
  hardware({ hosts }: FleetStatus): Promise<ReadonlyMap<string, Hardware>> {
    return this.#endpoints.hardware(hosts);
  }

  close(): Promise<void> {
    return this.#endpoints.close();
  }
}

/** Why a state cannot be had. */
export function noState(source: string, reason: string): Problem {
  const remedy = /not on PATH/.test(reason)
    ? "install Pulumi, or give a state with `--state`, or an endpoint with `--endpoint`"
    : "check the stack's name, the backend (`pulumi whoami -v`) and the project's folder (`--cwd`)";
  return errorAt(source, `cannot be read: ${reason.replace(/\.$/, "")}.`, remedy);
}
