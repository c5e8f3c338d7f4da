import * as http from "node:http";
import * as https from "node:https";
import axios from "axios";
import { type ConnectionTrouble, connectionTrouble } from "./connectionTrouble.js";

/** A request that changes nothing: no other method exists here. */
export interface Question {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly account?: { readonly username: string; readonly password: string } | undefined;
  /** PEM; absent: the system's. */
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  /** Default 0. */
  readonly maxRedirects?: number | undefined;
  /** Longest body, bytes. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
  readonly timeoutMs: number;
}

/** Any answer, whatever its status. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it was sent and received, milliseconds since the epoch. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

export type Outcome = { readonly reply: Reply } | { readonly trouble: ConnectionTrouble };

const MAX_BYTES = 64 * 2 ** 20;

/** Asks once. Never throws: what goes wrong is an outcome. */
export async function ask(question: Question): Promise<Outcome> {
  const { method, url, headers, account, ca, insecure, timeoutMs } = question;
  const sentAt = Date.now();
  const httpsAgent = new https.Agent({ ...(ca !== undefined && { ca }), rejectUnauthorized: insecure !== true });
  const httpAgent = new http.Agent();
  try {
    const answer = await axios.request<unknown>({
      method,
      url,
      headers: { ...headers },
      ...(account && { auth: account }),
      httpAgent,
      httpsAgent,
      proxy: false,
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      maxRedirects: question.maxRedirects ?? 0,
      maxContentLength: question.maxBytes ?? MAX_BYTES,
      responseType: "text",
      transformResponse: (data: unknown) => data,
      validateStatus: () => true,
    });
    const plain = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const body = typeof answer.data === "string" ? answer.data : "";
    return {
      reply: { status: answer.status, headers: Object.fromEntries(plain), body, sentAt, receivedAt: Date.now() },
    };
  } catch (error) {
    return { trouble: connectionTrouble(error) };
  } finally {
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}
