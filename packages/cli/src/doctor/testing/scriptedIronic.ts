import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TestCertificate } from "./selfSigned.js";

/** Answers by path; everything else is 404. */
export interface Script {
  readonly nodes?: readonly Readonly<Record<string, unknown>>[];
  readonly conductors?: readonly Readonly<Record<string, unknown>>[];
  readonly drivers?: readonly Readonly<Record<string, unknown>>[];
  readonly validation?: Readonly<Record<string, unknown>>;
  readonly versions?: { readonly min: string; readonly max: string };
  /** `user:password`; absent: none is asked for. */
  readonly account?: string;
  /** Of the `Date` header. */
  readonly date?: string;
  /** More paths. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface ScriptedIronic extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** `GET /v1/nodes`, as they came. */
  readonly requests: readonly string[];
}

/** A server that answers as an Ironic API would. */
export async function scriptedIronic(script: Script, certificate?: TestCertificate): Promise<ScriptedIronic> {
  const requests: string[] = [];
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(`${request.method} ${request.url}`);
    const { status, body } = answerTo(request, script);
    const date = script.date === undefined ? {} : { Date: script.date };
    response.writeHead(status, {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      ...date,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  const server: Server = certificate ? createTlsServer(certificate, handler) : createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate ? "https" : "http"}://127.0.0.1:${port}`,
    port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answerTo(request: IncomingMessage, script: Script): { readonly status: number; readonly body: string } {
  const url = new URL(request.url ?? "/", "http://test");
  const ok = (body: unknown) => ({ status: 200, body: JSON.stringify(body) });
  const file = script.files?.[url.pathname];
  if (file !== undefined) {
    return { status: 200, body: file };
  }
  if (url.pathname === "/") {
    const { min, max } = script.versions ?? { min: "1.1", max: "1.115" };
    return ok({ default_version: { id: "v1", min_version: min, version: max }, versions: [] });
  }
  if (script.account !== undefined && request.headers.authorization !== basic(script.account)) {
    return { status: 401, body: JSON.stringify({ error: { message: "Incorrect username or password", code: 401 } }) };
  }
  const { nodes = [], conductors = [], drivers = [], validation = {} } = script;
  if (url.pathname === "/v1/nodes" || url.pathname === "/v1/nodes/detail") {
    const from = nodes.findIndex(({ uuid }) => uuid === url.searchParams.get("marker")) + 1;
    return ok({ nodes: nodes.slice(from, from + Number(url.searchParams.get("limit") ?? nodes.length)) });
  }
  const driver = drivers.find(({ name }) => url.pathname === `/v1/drivers/${String(name)}`);
  if (driver) {
    return ok(driver);
  }
  switch (url.pathname) {
    case "/v1/conductors":
      return ok({ conductors });
    case "/v1/drivers":
      return ok({ drivers });
    default:
      return url.pathname.endsWith("/validate") ? ok(validation) : { status: 404, body: "{}" };
  }
}

function basic(account: string): string {
  return `Basic ${Buffer.from(account).toString("base64")}`;
}
