import { resolve } from "node:path";
import type { Hardware } from "@ironworks/core";
import { IronicError, IronicFleet } from "@ironworks/ironic";
import { type Environment, environmentAccount, stackAccount } from "../pulumi/endpointAccount.js";
import type { StackConfig } from "../pulumi/stackConfig.js";
import type { HostStatus } from "./hostStatus.js";
import type { EndpointReading } from "./joinFleet.js";
import type { StackRoute } from "./stackState.js";

/** Where credentials and certificates of endpoints are found. */
export interface EndpointSources {
  readonly environment: Environment;
  /** Absent: there is no stack to ask. */
  readonly config?: StackConfig | undefined;
  /** What `caFile` is relative to. */
  readonly folder: string;
}

/** Reads endpoints, again and again; the clients stay open between. */
export class EndpointReader {
  readonly #fleets = new Map<string, Promise<{ readonly fleet: IronicFleet; readonly remedy: string }>>();

  constructor(readonly sources: EndpointSources) {}

  /** One list each. One that cannot be read says why. */
  read(routes: readonly StackRoute[]): Promise<readonly EndpointReading[]> {
    return Promise.all(routes.map((route) => this.#readEndpoint(route)));
  }

  /** The inspected hardware of hosts, by uuid of the node. Of an endpoint that fails there is none. */
  async hardware(hosts: readonly HostStatus[]): Promise<ReadonlyMap<string, Hardware>> {
    const found = await Promise.all(
      [...this.#fleets].map(async ([key, opened]) => {
        const name = key.slice(0, key.indexOf(" "));
        const uuids = hosts.flatMap(({ endpoint, nodeUuid, provisionState }) =>
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
    const { config, environment, folder } = this.sources;
    const { username, password, remedy } = config
      ? await stackAccount(name, config, environment, false)
      : environmentAccount(name, environment);
    const credentials = username && password ? { username, password } : undefined;
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
