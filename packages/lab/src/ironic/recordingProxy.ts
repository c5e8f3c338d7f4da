import http from "node:http";
import { listen } from "../process/listen.js";
import { onFreePort } from "../process/port.js";
import type { RequestLog } from "./requestLog.js";

/** Stands before Ironic and records every request; passes all of it on unchanged. */
export class RecordingProxy {
  port = 0;
  readonly #target: () => number;
  readonly #log: RequestLog;
  /** Ironic closes idle sockets after 10 s and queues few: fewer sockets than that, given up before. */
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 8, timeout: 8_000 });
  #server: http.Server | undefined;

  constructor(target: () => number, log: RequestLog) {
    this.#target = target;
    this.#log = log;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async open(): Promise<void> {
    if (this.#server) {
      return;
    }
    this.port = await (this.port === 0 ? onFreePort((port) => this.#listen(port)) : this.#listen(this.port));
  }

  /** Callers are refused and open connections end, as when the process behind is gone. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#agent.destroy();
    if (server) {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  }

  async #listen(port: number): Promise<number> {
    const server = http.createServer((request, response) => this.#forward(request, response));
    server.keepAliveTimeout = 10_000;
    await listen(server, port);
    this.#server = server;
    return port;
  }

  #forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const began = performance.now();
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    let recorded = false;
    const record = (status: number) => {
      if (!recorded) {
        recorded = true;
        this.#log.add("client", { method, path, status, durationMs: Math.round(performance.now() - began) });
      }
    };
    const onward = http.request(
      {
        host: "127.0.0.1",
        port: this.#target(),
        method,
        path,
        headers: request.headers,
        agent: this.#agent,
        setHost: false,
      },
      (answer) => {
        record(answer.statusCode ?? 0);
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
        answer.on("error", () => response.destroy());
      },
    );
    onward.on("error", () => {
      record(0);
      request.socket.destroy();
    });
    response.on("close", () => {
      if (!response.writableFinished) {
        record(0);
        onward.destroy();
      }
    });
    request.on("error", () => onward.destroy());
    request.pipe(onward);
  }
}
