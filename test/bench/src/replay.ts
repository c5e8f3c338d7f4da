import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mutation } from "./fakeHardware.js";

/** As many sockets as the driver has. */
const SOCKETS = 8;
const MOST_TRIES = 300;

interface Summary {
  readonly uuid: string;
  readonly provision_state: string;
  readonly target_provision_state: string | null;
  readonly reservation: string | null;
}

/**
 * Sends what a driver sent, node by node and without a look at anything but the list of states that tells when the next may
 * go: what remains of a driver without its checks. Returns seconds, and how many requests it took.
 */
export async function replay(
  endpoint: string,
  nodes: readonly (readonly Mutation[])[],
): Promise<{ readonly seconds: number; readonly requests: number }> {
  const client = new Client(endpoint, nodes[0]?.[0]?.headers ?? {});
  const poller = new Poller(client);
  const began = performance.now();
  const life = async (mutations: readonly Mutation[]): Promise<void> => {
    for (const mutation of mutations) {
      await client.mutate(mutation);
      const node = /\/v1\/nodes\/([^/]+)\/states\/provision$/.exec(mutation.path)?.[1];
      if (node !== undefined) {
        await poller.settled(node);
      }
    }
  };
  await Promise.all(nodes.map(life));
  client.close();
  return { seconds: (performance.now() - began) / 1000, requests: client.requests };
}

class Client {
  requests = 0;
  readonly #target: URL;
  readonly #headers: http.OutgoingHttpHeaders;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS });

  constructor(endpoint: string, { host: _host, "content-length": _length, ...headers }: http.IncomingHttpHeaders) {
    this.#target = new URL(endpoint);
    this.#headers = headers;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Again while the node is locked or no worker is free, as any client must. */
  async mutate({ method, path, body }: Mutation): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const { status, text } = await this.send(method, path, body);
      if (status < 400) {
        return;
      }
      if (status !== 409 && status !== 503) {
        throw new Error(`${method} ${path}: ${status} ${text}`);
      }
      await sleep(1_000);
    }
    throw new Error(`${method} ${path}: refused ${MOST_TRIES} times`);
  }

  send(method: string, path: string, body = ""): Promise<{ readonly status: number; readonly text: string }> {
    this.requests += 1;
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: this.#target.hostname,
          port: this.#target.port,
          method,
          path,
          headers: { ...this.#headers, "content-length": Buffer.byteLength(body) },
          agent: this.#agent,
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      request.on("error", reject);
      request.end(body);
    });
  }
}

/** One list for all that wait, at the pace of the driver's in a crowd. */
class Poller {
  readonly #client: Client;
  readonly #waiting = new Map<string, () => void>();
  #running = false;

  constructor(client: Client) {
    this.#client = client;
  }

  settled(uuid: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(uuid, resolve);
      if (!this.#running) {
        this.#running = true;
        void this.#run();
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0) {
      await sleep(Math.min(1_000 + 150 * (this.#waiting.size - 1), 2_500));
      const asked = [...this.#waiting];
      const fields = "uuid,provision_state,target_provision_state,reservation";
      const { status, text } = await this.#client.send("GET", `/v1/nodes?limit=1000&fields=${fields}`);
      if (status !== 200) {
        continue;
      }
      const { nodes } = JSON.parse(text) as { readonly nodes: readonly Summary[] };
      const byUuid = new Map(nodes.map((node) => [node.uuid, node]));
      for (const [uuid, resolve] of asked) {
        const node = byUuid.get(uuid);
        if (node?.target_provision_state === null && node.reservation === null) {
          this.#waiting.delete(uuid);
          resolve();
        }
      }
    }
    this.#running = false;
  }
}
