import { chmod } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { IronworksError } from "@ironworks/core";
import type { FaultRequest } from "../faults/faults.js";
import type { Lab } from "../lab.js";
import { readJson } from "../process/readBody.js";
import { labStatus } from "./labStatus.js";

/** What a command line asks of a lab in the background, by method and path. */
type Action = (body: Record<string, unknown>, response: ServerResponse) => unknown;

/** Serves a lab's command line on a socket that only its owner may open. */
export class ControlServer {
  readonly #server: Server;

  /** @param stop - Ends the lab; called once the answer has been sent. */
  constructor(lab: Lab, name: string, stop: () => void) {
    const since = new Date().toISOString();
    const actions: Readonly<Record<string, Action>> = {
      "GET /status": () => labStatus(lab, name, since),
      "GET /ledger": () => lab.ledger(),
      "GET /requests": () => lab.requests(),
      "POST /faults": ({ name: fault, ...request }) => lab.faults.on(String(fault), request as FaultRequest),
      "DELETE /faults": ({ name: fault, host }) => lab.faults.off(String(fault), { host: host as string | undefined }),
      "POST /stop": (_body, response) => void response.once("close", stop),
    };
    this.#server = createServer(async (request, response) => {
      const action = actions[`${request.method} ${request.url}`];
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body ?? {}));
      try {
        const result =
          action === undefined
            ? undefined
            : await action((await readJson(request)) as Record<string, unknown>, response);
        answer(action === undefined ? 404 : 200, result);
      } catch (error) {
        const code = error instanceof IronworksError ? error.code : undefined;
        answer(400, { code, message: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  async open(socket: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(socket, resolve);
    });
    await chmod(socket, 0o600);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
