import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Machine, SystemNotice } from "../host/machine.js";
import { listen } from "../process/listen.js";
import { readJson } from "../process/readBody.js";
import { AGENT_VERSION } from "./deployAgent.js";

/** One server for the agents of all hosts, each below `/<system uuid>`, and for the notices of BMCs: `PUT /`. */
export class AgentServer {
  port = 0;
  readonly #machines = new Map<string, Machine>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
  }

  get notifyUrl(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  callbackUrl(uuid: string): string {
    return `http://127.0.0.1:${this.port}/${uuid}`;
  }

  add(machine: Machine): void {
    this.#machines.set(machine.host.uuid, machine);
  }

  async open(): Promise<void> {
    this.port = await listen(this.#server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://lab");
    const [uuid = "", ...rest] = url.pathname.split("/").filter((part) => part !== "");
    const body = await readJson(request);
    if (request.method === "PUT" && uuid === "") {
      const system = body as SystemNotice;
      this.#machines.get(system.uuid)?.systemChanged(system);
      return reply(response, 200, {});
    }
    const agent = this.#machines.get(uuid)?.agent;
    if (agent === undefined || !agent.running) {
      request.socket.destroy();
      return;
    }
    const path = `${request.method} ${rest.join("/")}`;
    if (path === "GET v1/status") {
      return reply(response, 200, { started_at: 0, version: AGENT_VERSION });
    }
    if (!agent.accepts(url.searchParams.get("agent_token"))) {
      return reply(response, 401, fault("401 Unauthorized: Token invalid."));
    }
    if (path === "GET v1/commands") {
      return reply(response, 200, { commands: agent.commands.all() });
    }
    if (path === "POST v1/commands") {
      if (agent.commands.busy) {
        return reply(response, 409, fault("Agent is busy"));
      }
      const { name, params } = body as { readonly name: string; readonly params?: Record<string, unknown> };
      return reply(response, 200, agent.commands.run(name, params ?? {}));
    }
    const command = agent.commands.all().find((one) => path === `GET v1/commands/${one.id}`);
    return command ? reply(response, 200, command) : reply(response, 404, fault("not found"));
  }
}

function fault(faultstring: string): unknown {
  return { faultcode: "Client", faultstring };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) })
    .end(text);
}
