import { readFileSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import axios, { type AxiosInstance } from "axios";
import { connectionError } from "./connectionError.js";
import { IronicError } from "./ironicError.js";
import { Redactor, secretsIn } from "./redaction.js";
import { Turns } from "./turns.js";

/** Where an Ironic API is and how to get in. */
export interface EndpointConfig {
  /** `http(s)://host[:port][/path]`, with or without `/v1`. */
  readonly endpoint: string;
  /** HTTP basic; absent: no authentication. */
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  /** Certificate authorities to trust: PEM text, or the path of a PEM file. Default: the system's. */
  readonly ca?: string | undefined;
  /** Accept any certificate. Default false. */
  readonly insecure?: boolean | undefined;
  /** Longest wait for one answer, seconds. Default 60. */
  readonly timeoutSeconds?: number | undefined;
}

/** Of HTTP, as far as Ironic's API uses them. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpRequest {
  readonly method: Method;
  /** From the endpoint's root, e.g. `/v1/nodes`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Stops waiting for an answer. Pass it to reads only: what a stopped change did is not known. */
  readonly signal?: AbortSignal | undefined;
  /** Gives the request up while it waits for a free socket, when nothing has gone out yet. */
  readonly unsentSignal?: AbortSignal | undefined;
  /** Goes out before others that wait for a free socket. Default false. */
  readonly urgent?: boolean | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Ironic (31 and later) serves ten threads with a backlog of five, and closes idle connections after 10 s. */
const MAX_SOCKETS = 8;
const IDLE_MS = 8_000;

/** One HTTP request at a time-out, on few kept-alive sockets. Knows TLS and authentication, nothing of Ironic. */
export class Transport {
  /** Without a trailing slash and `/v1`. */
  readonly endpoint: string;
  readonly #axios: AxiosInstance;
  readonly #agents: readonly http.Agent[];
  readonly #secrets: readonly string[];
  /** A time-out must not count how long a request waited here behind others. */
  readonly #turns = new Turns(MAX_SOCKETS);

  constructor(config: EndpointConfig) {
    this.endpoint = normaliseEndpoint(config.endpoint);
    const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS, scheduling: "lifo" } as const;
    const ca = config.ca === undefined ? undefined : readCa(config.ca);
    const httpAgent = new http.Agent(options);
    const httpsAgent = new https.Agent({ ...options, ...(ca && { ca }), rejectUnauthorized: config.insecure !== true });
    this.#agents = [httpAgent, httpsAgent];
    this.#secrets = config.credentials ? credentialSecrets(config.credentials) : [];
    this.#axios = axios.create({
      baseURL: this.endpoint,
      timeout: (config.timeoutSeconds ?? 60) * 1000,
      httpAgent,
      httpsAgent,
      ...(config.credentials && { auth: { ...config.credentials } }),
      proxy: false,
      maxRedirects: 0,
      responseType: "text",
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
      headers: { Accept: "application/json" },
    });
  }

  /** The account's password, as it is and as HTTP sends it. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** For texts that this request's secrets may have got into. */
  redactorFor(body: unknown): Redactor {
    return new Redactor([...this.#secrets, ...secretsIn(body)]);
  }

  /** Any answer, whatever its status. Throws an {@link IronicError} where there was none. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { unsentSignal: signal = request.signal, urgent } = request;
    return this.#turns.take(() => this.#send(request), { signal, urgent });
  }

  async #send({ method, path, query, body, headers, signal }: HttpRequest): Promise<HttpAnswer> {
    try {
      const answer = await this.#axios.request<unknown>({
        method,
        url: path,
        ...(query && { params: query }),
        ...(body !== undefined && { data: JSON.stringify(body) }),
        headers: { ...(body !== undefined && { "Content-Type": "application/json" }), ...headers },
        ...(signal && { signal }),
      });
      const plain: Record<string, string> = {};
      for (const [name, value] of Object.entries(answer.headers)) {
        plain[name.toLowerCase()] = String(value);
      }
      return { status: answer.status, headers: plain, body: typeof answer.data === "string" ? answer.data : "" };
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionError(error, { endpoint: this.endpoint, request: `${method} ${path}` }, this.redactorFor(body));
    }
  }

  close(): void {
    for (const agent of this.#agents) {
      agent.destroy();
    }
  }
}

function normaliseEndpoint(text: string): string {
  const valid = URL.canParse(text) ? new URL(text) : undefined;
  if (!valid || !/^https?:$/.test(valid.protocol) || valid.username !== "" || valid.password !== "") {
    throw new IronicError("IRONIC_NOT_IRONIC", {
      message:
        valid?.username || valid?.password
          ? "The endpoint's address holds credentials"
          : "The endpoint is not an http(s) address",
      remedy: "write it like `https://192.0.2.10:6385`, and credentials apart from it",
    });
  }
  return `${valid.origin}${valid.pathname}`.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function readCa(ca: string): string {
  if (ca.includes("-----BEGIN")) {
    return ca;
  }
  let text: string;
  try {
    text = readFileSync(ca, "utf8");
  } catch (error) {
    throw new IronicError(
      "IRONIC_TLS",
      {
        message: `The file of certificate authorities \`${ca}\` cannot be read`,
        remedy: "give a PEM file or PEM text",
      },
      { cause: error },
    );
  }
  if (text.includes("-----BEGIN")) {
    return text;
  }
  throw new IronicError("IRONIC_TLS", {
    message: `The file \`${ca}\` holds no PEM certificate`,
    remedy: "convert it to PEM, which begins with `-----BEGIN CERTIFICATE-----`",
  });
}

function credentialSecrets({ username, password }: { readonly username: string; readonly password: string }): string[] {
  return [password, Buffer.from(`${username}:${password}`).toString("base64")];
}
