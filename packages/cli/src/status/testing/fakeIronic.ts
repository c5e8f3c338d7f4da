import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What Ironic says of a node in a list. */
export type FakeNode = Readonly<Record<string, unknown>>;

/** Speaks as much of Ironic's API as one look needs. */
export class FakeIronic {
  readonly requests: string[] = [];
  nodes: readonly FakeNode[] = [];
  /** `name:password`; undefined: anybody. */
  account: string | undefined;

  readonly #server: Server = createServer((request, response) => {
    const path = request.url ?? "";
    this.requests.push(path);
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    const basic = `Basic ${Buffer.from(this.account ?? "").toString("base64")}`;
    if (path === "/") {
      const version = { id: "v1", min_version: "1.1", version: "1.96", status: "CURRENT" };
      answer(200, { name: "OpenStack Ironic API", default_version: version, versions: [version] });
    } else if (this.account !== undefined && request.headers.authorization !== basic) {
      answer(401, { error: { message: "Incorrect username or password", code: 401 } });
    } else if (path.startsWith("/v1/nodes?")) {
      answer(200, { nodes: this.nodes });
    } else if (path.endsWith("/history?detail=true&limit=100")) {
      answer(200, { history: [] });
    } else {
      answer(404, { error_message: "not found" });
    }
  });

  async start(): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => this.#server.close(() => done()));
  }
}

export function fakeNode(index: number, changes: FakeNode = {}): FakeNode {
  return {
    uuid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    name: `node-${index}`,
    provision_state: "active",
    power_state: "power on",
    provision_updated_at: "2026-03-01T11:00:00+00:00",
    maintenance: false,
    last_error: null,
    fault: null,
    deploy_step: {},
    clean_step: {},
    driver_internal_info: { agent_last_heartbeat: "2026-03-01T10:59:00.123456", agent_secret_token: "SESAME" },
    properties: { root_device: { serial: `s== NV-${index}` } },
    extra: {},
    ...changes,
  };
}
