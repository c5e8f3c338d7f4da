import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Lab } from "@ironworks/lab";
import { ironic } from "./ironicByHand.js";

/**
 * What becomes of a request: carried out and answered; never carried out; carried out a moment later, as a packet that was
 * on its way, with nobody there for the answer; or carried out without the answer coming back.
 */
export type Passage = "open" | "lost" | "late" | "unanswered";

/** What somebody in front of Ironic answers in its place. */
export interface Reply {
  readonly status: number;
  readonly type: "application/json" | "text/html" | "text/plain";
  readonly body: string;
}

/** A request that has arrived. */
export interface Call {
  /** Whether it changes something. */
  readonly changes: boolean;
  readonly method: string;
  readonly path: string;
  /** `target` of a request for a provision state or for power. */
  readonly target: string | undefined;
}

/** A request that changed something, or tried to, with what Ironic said of its node right before. */
export interface Deed {
  readonly at: string;
  /** Name of the lab's host; undefined where it is of none. */
  readonly host: string | undefined;
  readonly method: string;
  readonly path: string;
  /** `target` of a request for a provision state or for power. */
  readonly target: string | undefined;
  /** Provision state of the node before it; undefined where there was no node. */
  readonly from: string | undefined;
  /** HTTP status; 0 where Ironic gave none. */
  status: number;
}

const LATE_MS = 1_000;

/** Stands between the provider and Ironic: counts, records, and lets through or not. */
export class Gate {
  /** Asked for each request, before it is carried out. `never`: no answer comes, and the connection stays. */
  onCall: (call: Call) => Passage | Reply | "never" = () => "open";
  readonly deeds: Deed[] = [];
  readonly #lab: Lab;
  #server: Server | undefined;
  #port = 0;

  private constructor(lab: Lab) {
    this.#lab = lab;
  }

  static async open(lab: Lab): Promise<Gate> {
    const gate = new Gate(lab);
    await gate.open();
    return gate;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, always on the same port. */
  async open(): Promise<void> {
    const server = createServer((asked, answer) => {
      this.#pass(asked, answer).catch(() => answer.destroy());
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Callers are refused, and open connections end. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = asked;
    const body = await bodyOf(asked);
    const changes = method !== "GET";
    const target = targetOf(body);
    const passage = this.onCall({ changes, method, path: url, target });
    if (passage === "never") {
      return;
    }
    if (typeof passage === "object") {
      answer.writeHead(passage.status, { "content-type": passage.type }).end(passage.body);
      return;
    }
    if (passage === "lost") {
      answer.destroy();
      return;
    }
    if (passage === "late") {
      answer.destroy();
      await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    }
    const deed = changes ? await this.#deed(method, url, body) : undefined;
    const onward = request(
      `${this.#lab.endpoint}${url}`,
      { method, headers: { ...asked.headers, host: new URL(this.#lab.endpoint).host } },
      (came) => {
        if (deed) {
          deed.status = came.statusCode ?? 0;
        }
        if (passage !== "open" || answer.destroyed) {
          came.resume().on("end", () => answer.destroy());
          return;
        }
        answer.writeHead(came.statusCode ?? 500, came.headers);
        came.on("error", () => answer.destroy());
        came.pipe(answer);
      },
    );
    onward.on("error", () => answer.destroy());
    onward.end(body);
  }

  async #deed(method: string, path: string, body: Buffer): Promise<Deed> {
    const node = await this.#node(/^\/v1\/nodes\/([^/?]+)/.exec(path)?.[1]);
    const text = body.toString();
    const known = node ? JSON.stringify(node) : text;
    const deed: Deed = {
      at: new Date().toISOString(),
      host: this.#lab.hosts.find(({ uuid, bootMACAddress }) => known.includes(uuid) || known.includes(bootMACAddress))
        ?.name,
      method,
      path,
      target: targetOf(body),
      from: node?.provision_state,
      status: 0,
    };
    this.deeds.push(deed);
    return deed;
  }

  async #node(id: string | undefined): Promise<SeenNode | undefined> {
    return id === undefined
      ? undefined
      : await ironic<SeenNode>(this.#lab, "GET", `/v1/nodes/${id}`).catch(() => undefined);
  }
}

interface SeenNode {
  readonly provision_state: string;
}

function targetOf(body: Buffer): string | undefined {
  return /"target": ?"([^"]+)"/.exec(body.toString())?.[1];
}

async function bodyOf(asked: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
