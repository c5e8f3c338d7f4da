import { type Hardware, parseInventory } from "@ironworks/core";
import { type ClientConfig, IronicClient } from "../api/client.js";
import type { FleetNode } from "../api/node.js";
import { explainFailure } from "../operations/explainFailure.js";
import { nothingSeen } from "../operations/failureReason.js";
import { type FleetFailure, type FleetHost, fleetHostOf } from "./fleetHost.js";
import { inParallel } from "./inParallel.js";

export type { FleetDisk, FleetFailure, FleetHost, FleetMachine } from "./fleetHost.js";

/** Ironic serves ten threads; some of them stay free for those who work. */
const AT_A_TIME = 4;

/**
 * Everything that an endpoint has, without changing it: one list, and Ironic's history of a host that failed and whose reason
 * the list has lost.
 *
 * @example
 * ```ts
 * const fleet = new IronicFleet({ endpoint: "https://192.0.2.10:6385", credentials });
 * const failed = (await fleet.hosts()).filter((host) => host.kind === "failed");
 * fleet.close();
 * ```
 */
export class IronicFleet {
  readonly #client: IronicClient;
  /** A reason does not change while the state does not. */
  readonly #failures = new Map<string, FleetFailure>();

  constructor(config: ClientConfig) {
    this.#client = new IronicClient(config);
  }

  /** Without a trailing slash and `/v1`. */
  get endpoint(): string {
    return this.#client.endpoint;
  }

  /** Every host. Throws an `IronicError`. */
  async hosts(): Promise<readonly FleetHost[]> {
    const nodes = await this.#client.fleet();
    return inParallel(nodes, AT_A_TIME, async (node) => {
      const host = fleetHostOf(node);
      return host.kind === "failed" ? { ...host, failure: await this.#failureOf(node) } : host;
    });
  }

  /**
   * The inspected hardware of hosts, by uuid; those that were never inspected are missing. Throws an `IronicError`.
   */
  async hardware(nodeUuids: readonly string[]): Promise<ReadonlyMap<string, Hardware>> {
    const found = await inParallel(nodeUuids, AT_A_TIME, async (uuid) => {
      const record = await this.#client.inventory(uuid);
      return record && ([uuid, parseInventory(record, "agent", { budgetBytes: Number.POSITIVE_INFINITY })] as const);
    });
    return new Map(found.flatMap((entry) => (entry ? [entry] : [])));
  }

  /** Gives the sockets back. */
  close(): void {
    this.#client.close();
  }

  async #failureOf(node: FleetNode): Promise<FleetFailure> {
    const key = `${node.uuid} ${node.provision_state} ${node.provision_updated_at} ${node.fault} ${node.last_error}`;
    const known = this.#failures.get(key);
    if (known) {
      return known;
    }
    const { reason, remedy, failureClass } = await explainFailure(this.#client, node, nothingSeen());
    const failure = { reason, remedy, failureClass };
    this.#failures.set(key, failure);
    return failure;
  }
}
