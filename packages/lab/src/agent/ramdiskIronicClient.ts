import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What Ironic answered. */
export interface IronicAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** Called with every request that the ramdisk sends. */
export type RequestObserver = (request: {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}) => void;

const ATTEMPTS = 6;
const BACK_OFF_MS = 300;
/** The real agent waits for 30 s. Here the agents of a whole lab share the processors with the Ironic that answers them. */
const PATIENCE_MS = 120_000;

/** The ramdisk's side of the Ironic API: no credentials, few sockets, and the retries that the real agent makes. */
export class RamdiskIronicClient {
  /** Ironic serves ten threads and closes idle sockets after 10 s. */
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 4, timeout: 8_000 });
  readonly #observe: RequestObserver;
  readonly #port: () => number;

  constructor(port: () => number, observe: RequestObserver) {
    this.#port = port;
    this.#observe = observe;
  }

  /** @param version - Of the API; Ironic takes its oldest where none is asked for. */
  async request(
    method: string,
    path: string,
    version: string | undefined,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<IronicAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#send(method, path, version, body, signal);
        this.#observe({ method, path, status: answer.status });
        if ((answer.status !== 409 && answer.status < 500) || attempt === ATTEMPTS) {
          return answer;
        }
      } catch (error) {
        if (attempt === ATTEMPTS || signal?.aborted) {
          throw error;
        }
      }
      await sleep(BACK_OFF_MS * attempt, undefined, { signal });
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(
    method: string,
    path: string,
    version: string | undefined,
    body: unknown,
    signal: AbortSignal | undefined,
  ): Promise<IronicAnswer> {
    return new Promise((resolve, reject) => {
      const data = body === undefined ? undefined : JSON.stringify(body);
      const headers: http.OutgoingHttpHeaders = {
        Accept: "application/json",
        ...(version !== undefined && { "X-OpenStack-Ironic-API-Version": version }),
      };
      if (data !== undefined) {
        headers["Content-Type"] = "application/json";
        headers["Content-Length"] = Buffer.byteLength(data);
      }
      const options = {
        host: "127.0.0.1",
        port: this.#port(),
        method,
        path,
        headers,
        agent: this.#agent,
        timeout: PATIENCE_MS,
        ...(signal && { signal }),
      };
      const request = http.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, text, body: parseJson(text) });
        });
      });
      request.on("timeout", () => request.destroy(new Error(`Ironic did not answer within ${PATIENCE_MS / 1000} s`)));
      request.on("error", reject);
      request.end(data);
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
