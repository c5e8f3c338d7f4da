import { createHash } from "node:crypto";
import { type Clock, systemClock } from "@ironworks/driver";
import { type ClientConfig, IronicClient } from "./api/client.js";
import type { DriverDetails, NodeSummary, Port } from "./api/node.js";
import { BatchedQuestions } from "./batchedQuestions.js";
import { Directory } from "./directory.js";
import { NodePoller, type Sighting } from "./nodePoller.js";

/** Of this many questions on one list is cheaper for the server than single reads, up to some hundred nodes. */
const LIST_FROM = 3;

/** One Ironic API as all drivers of this process see it: one client, one poller, look-ups shared. */
export class Endpoint {
  readonly client: IronicClient;
  readonly poller: NodePoller;
  readonly clock: Clock;
  readonly #directories: BatchedQuestions<undefined, Directory>;
  readonly #ports: BatchedQuestions<undefined, readonly Port[]>;
  readonly #sightings: BatchedQuestions<string, Sighting>;
  readonly #drivers = new Map<string, Promise<DriverDetails | undefined>>();

  constructor(config: ClientConfig) {
    this.clock = config.clock ?? systemClock;
    this.client = new IronicClient(config);
    this.poller = new NodePoller(() => this.client.summaries(), this.clock);
    this.#directories = new BatchedQuestions(this.clock, () => {
      const directory = this.#readDirectory();
      return () => directory;
    });
    this.#ports = new BatchedQuestions(this.clock, () => {
      const ports = this.client.ports();
      return () => ports;
    });
    this.#sightings = new BatchedQuestions(this.clock, (uuids) => {
      if (uuids.length < LIST_FROM) {
        return (uuid) => this.client.findNode(uuid);
      }
      const listed = this.client.summaries("read").then((nodes) => new Map(nodes.map((node) => [node.uuid, node])));
      return async (uuid) => (await listed).get(uuid);
    });
  }

  /** Every node and port, from lists requested after this call. */
  directory(): Promise<Directory> {
    return this.#directories.answer(undefined);
  }

  /** Every NIC that Ironic knows, from a list requested after this call. No two nodes have one MAC. */
  ports(): Promise<readonly Port[]> {
    return this.#ports.answer(undefined);
  }

  /** The node as it is, for a look at it, from a request made after this call. What is to be changed is read in full. */
  live(uuid: string): Promise<NodeSummary | undefined> {
    return this.#sightings.answer(uuid);
  }

  /** A hardware type as enabled here, asked for once. */
  driver(name: string): Promise<DriverDetails | undefined> {
    const known = this.#drivers.get(name);
    if (known) {
      return known;
    }
    const asked = this.client.driver(name);
    this.#drivers.set(name, asked);
    const forget = (): boolean => this.#drivers.delete(name);
    asked.then((details) => details ?? forget(), forget);
    return asked;
  }

  async #readDirectory(): Promise<Directory> {
    const [nodes, ports] = await Promise.all([this.client.directory(), this.client.ports()]);
    return new Directory(nodes, ports);
  }
}

const SHARED = new Map<string, { readonly endpoint: Endpoint; users: number }>();

/** The process's one {@link Endpoint} of this address and account; `close` it when done. */
export function shareEndpoint(config: ClientConfig): { readonly endpoint: Endpoint; close(): void } {
  const key = keyOf(config);
  const entry = SHARED.get(key) ?? { endpoint: new Endpoint(config), users: 0 };
  SHARED.set(key, entry);
  entry.users += 1;
  let closed = false;
  return {
    endpoint: entry.endpoint,
    close() {
      if (closed) {
        return;
      }
      closed = true;
      entry.users -= 1;
      if (entry.users > 0) {
        return;
      }
      SHARED.delete(key);
      entry.endpoint.client.close();
    },
  };
}

function keyOf({ endpoint, credentials, ca, insecure }: ClientConfig): string {
  const address = endpoint.replace(/\/+$/, "").replace(/\/v1$/, "");
  return createHash("sha256")
    .update(JSON.stringify([address, credentials?.username, credentials?.password, ca, insecure === true]))
    .digest("hex");
}
