import { resolve } from "node:path";
import type { Hardware, Problem } from "@ironworks/core";
import { errorAt } from "@ironworks/core/problems";
import { IronicError, IronicFleet } from "@ironworks/ironic";
import { type Environment, environmentAccount, stackAccount } from "../pulumi/endpointAccount.js";
import type { StackConfig } from "../pulumi/stackConfig.js";
import type { FleetStatus } from "./hostStatus.js";
import { type EndpointReading, joinFleet } from "./joinFleet.js";
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
  readonly #fleets = new Map<string, Promise<{ readonly fleet: IronicFleet; readonly remedy: string }>>();

  constructor(
    readonly sight: Sight,
    readonly options: { readonly all: boolean; readonly environment: Environment; readonly now: () => Date },
  ) {}

  /** A problem where there is nothing to look at; an endpoint that cannot be read is part of the status. */
  async read(): Promise<FleetStatus | Problem> {
    const { sight, options } = this;
    const stack = sight.kind === "stack" ? await sight.state() : undefined;
    if (stack !== undefined && "message" in stack) {
      return stack;
    }
    const routes = sight.kind === "stack" ? (stack?.routes ?? []) : [sight.route];
    const endpoints = await Promise.all(routes.map((route) => this.#readEndpoint(route)));
    const stackName = sight.kind === "stack" ? sight.name : undefined;
    return joinFleet({ at: options.now(), stackName, stack, endpoints, all: options.all });
  }

  /** The inspected hardware of the hosts of a status, by uuid of the node. Of an endpoint that fails there is none. */
  async hardware(status: FleetStatus): Promise<ReadonlyMap<string, Hardware>> {
    const found = await Promise.all(
      [...this.#fleets].map(async ([key, opened]) => {
        const name = key.slice(0, key.indexOf(" "));
        const uuids = status.hosts.flatMap(({ endpoint, nodeUuid, provisionState }) =>
          endpoint === name && nodeUuid !== null && provisionState !== null ? [nodeUuid] : [],
        );
        return opened.then(({ fleet }) => fleet.hardware(uuids)).catch(() => new Map<string, Hardware>());
      }),
    );
    return new Map(found.flatMap((part) => [...part]));
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#fleets.values());
    for (const each of opened) {
      if (each.status === "fulfilled") {
        each.value.fleet.close();
      }
    }
  }

  async #readEndpoint(route: StackRoute): Promise<EndpointReading> {
    const { name, url } = route;
    const key = `${name} ${url}`;
    const opening = this.#fleets.get(key) ?? this.#open(route);
    this.#fleets.set(key, opening);
    try {
      const { fleet } = await opening;
      return { name, url, hosts: await fleet.hosts() };
    } catch (error) {
      const { remedy } = await opening.catch(() => ({ remedy: "check the endpoint's address" }));
      return { name, url, problem: sentenceOf(error, remedy) };
    }
  }

  async #open({ name, url, ca, insecure }: StackRoute): Promise<{ fleet: IronicFleet; remedy: string }> {
    const { sight, options } = this;
    const config = sight.kind === "stack" ? sight.config : undefined;
    const { username, password, remedy } = config
      ? await stackAccount(name, config, options.environment, false)
      : environmentAccount(name, options.environment);
    const credentials = username && password ? { username, password } : undefined;
    const folder = sight.kind === "stack" ? sight.folder : ".";
    const trusted = ca === undefined || ca.includes("-----BEGIN") ? ca : resolve(folder, ca);
    const given = credentials ? `check the user name and the password, or ${remedy}` : remedy;
    return { fleet: new IronicFleet({ endpoint: url, credentials, ca: trusted, insecure }), remedy: given };
  }
}

/** One sentence, with what to do. */
function sentenceOf(error: unknown, credentialsRemedy: string): string {
  if (!IronicError.is(error)) {
    throw error;
  }
  const next = error.code === "IRONIC_UNAUTHORIZED" ? credentialsRemedy : error.remedy;
  return `${error.detail.replace(/\.$/, "")} [${error.code}]. next: ${next}`;
}

/** Why a state cannot be had. */
export function noState(source: string, reason: string): Problem {
  const remedy = /not on PATH/.test(reason)
    ? "install Pulumi, or give a state with `--state`, or an endpoint with `--endpoint`"
    : "check the stack's name, the backend (`pulumi whoami -v`) and the project's folder (`--cwd`)";
  return errorAt(source, `cannot be read: ${reason.replace(/\.$/, "")}.`, remedy);
}
