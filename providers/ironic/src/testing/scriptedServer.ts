import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server got it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** An answer; `"reset"` breaks the connection after the request was read, `"silent"` never answers. */
export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | "reset"
  | "silent";

/** What `GET /` of a real Ironic looks like. */
export function discovery(max: string, min = "1.1"): Answer {
  const version = { id: "v1", links: [], status: "CURRENT", min_version: min, version: max };
  return { status: 200, body: { name: "OpenStack Ironic API", default_version: version, versions: [version] } };
}

/** An Ironic controller's error body. */
export function fault(status: number, text: string): Answer {
  const inner = JSON.stringify({ faultcode: "Client", faultstring: text, debuginfo: null });
  return { status, body: { error_message: inner } };
}

/** A small HTTP server on loopback that answers as scripted. For tests. */
export class ScriptedServer {
  readonly #answer: (seen: Seen, count: number) => Answer;
  readonly seen: Seen[] = [];
  #server: http.Server | undefined;
  #port = 0;

  constructor(answer: (seen: Seen, count: number) => Answer) {
    this.#answer = answer;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Requests apart from the version discovery. */
  get calls(): readonly Seen[] {
    return this.seen.filter(({ url }) => url !== "/");
  }

  async start(): Promise<this> {
    const server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const seen = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
        this.seen.push(seen);
        const answer = this.#answer(seen, this.calls.length);
        if (answer === "silent") {
          return;
        }
        if (answer === "reset") {
          request.socket.destroy();
          return;
        }
        const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? "");
        response.writeHead(answer.status, { "Content-Type": "application/json", ...answer.headers });
        response.end(answer.status === 204 ? undefined : text);
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) {
      return;
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
