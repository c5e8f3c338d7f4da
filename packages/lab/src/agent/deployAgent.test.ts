import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FaultOptions } from "../faults/faultView.js";
import type { HostHardware } from "../host/labHost.js";
import { neighbour } from "../host/lldp.js";
import { Ledger } from "../ledger.js";
import { DeployAgent } from "./deployAgent.js";
import { RamdiskIronicClient } from "./ramdiskIronicClient.js";

const NODE = "5a4d8a3e-0000-4000-8000-000000000001";

const WAIT = { timeout: 20_000 };

/** Ironic's rules about tokens: made by the first request that asks for one, given out then, and masked afterwards. */
class TokenIronic {
  token: string | undefined;
  given = 0;
  heartbeats: unknown[] = [];
  /** What the next requests get in place of their answer, after Ironic has done its part: a status, or a lost connection. */
  readonly spoil: Record<string, (number | "lost")[]> = {};
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Ironic forgets the token of a node that it switches off. */
  switchedOff(): void {
    this.token = undefined;
  }

  #takeToken(): string {
    if (this.token !== undefined) {
      return "******";
    }
    this.given += 1;
    this.token = `token-${this.given}-0123456789abcdef0123456789abcdef`;
    return this.token;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request as AsyncIterable<Buffer>) {
      text += chunk.toString();
    }
    const [, what = ""] = /^\/v1\/([a-z_]+)/.exec(request.url ?? "") ?? [];
    const answer = this.#answer(what, request, text);
    const spoilt = this.spoil[what]?.shift();
    if (spoilt === "lost") {
      request.socket.destroy();
      return;
    }
    response.writeHead(spoilt ?? answer.status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(spoilt === undefined ? answer.body : {}));
  }

  #answer(what: string, request: IncomingMessage, text: string): { status: number; body: unknown } {
    if (what === "heartbeat") {
      const { agent_token } = JSON.parse(text) as { agent_token?: string };
      this.heartbeats.push(agent_token);
      return { status: agent_token === this.token ? 202 : 400, body: {} };
    }
    const [, minor = "1"] = String(request.headers["x-openstack-ironic-api-version"] ?? "1.1").split(".");
    const withToken = what === "lookup" || Number(minor) >= 84;
    const config = withToken ? { agent_token: this.#takeToken() } : undefined;
    return { status: 200, body: config ? { node: { uuid: NODE }, config } : { uuid: NODE } };
  }
}

describe("a deploy agent and its token", () => {
  let ironic: TokenIronic;
  let client: RamdiskIronicClient;
  let faults: Record<string, FaultOptions>;
  let log: string[];
  const agents: DeployAgent[] = [];

  const boot = (): { agent: DeployAgent; ended: Promise<void> } => {
    const agent = new DeployAgent({
      host: HOST,
      ironic: client,
      callbackUrl: "http://127.0.0.1:1/agent",
      faults: { find: (name) => faults[name] },
      ledger: new Ledger(undefined),
      powerOff: async () => undefined,
      log: (line) => log.push(line),
    });
    agents.push(agent);
    return { agent, ended: agent.boot() };
  };

  beforeEach(async () => {
    ironic = new TokenIronic();
    const port = await ironic.open();
    client = new RamdiskIronicClient(
      () => port,
      () => undefined,
    );
    faults = {};
    log = [];
  });
  afterEach(() => {
    for (const agent of agents.splice(0)) {
      agent.end();
    }
    client.close();
    ironic.close();
  });

  it.each([409, 503, "lost"] as const)("keeps it when Ironic answers its inventory with %s", async (first) => {
    ironic.spoil.continue_inspection = [first];
    const { agent } = boot();
    await expect.poll(() => ironic.heartbeats.length, WAIT).toBeGreaterThan(0);
    expect(ironic.given).toBe(1);
    expect(ironic.heartbeats[0]).toBe(ironic.token);
    expect(agent.accepts(ironic.token ?? null)).toBe(true);
  });

  it.each(["connection", "fault"] as const)(
    "locks down when the answer that carried it is lost (%s), and works after the next boot",
    async (how) => {
      if (how === "fault") {
        faults["agent-lookup-lost"] = {};
      } else {
        ironic.spoil.lookup = ["lost"];
      }
      const { agent, ended } = boot();
      await ended;
      expect(agent.running).toBe(false);
      expect(log.at(-1)).toMatch(/token was given out before.*until the next boot/);
      expect(ironic.heartbeats).toEqual([]);

      delete faults["agent-lookup-lost"];
      ironic.switchedOff();
      const { agent: next } = boot();
      await expect.poll(() => ironic.heartbeats.length, WAIT).toBeGreaterThan(0);
      expect(next.accepts(ironic.token ?? null)).toBe(true);
    },
  );
});

const HOST: HostHardware = {
  name: "node-0",
  uuid: NODE,
  bootMACAddress: "02:1a:b0:00:00:01",
  disks: [],
  nics: [{ name: "eno1", mac: "02:1a:b0:00:00:01", speedMbps: 1000, lldp: neighbour(0, 0) }],
  cpus: 1,
  cpuModel: "Lab CPU",
  memoryGiB: 1,
  manufacturer: "Ironworks",
  product: "Lab Host",
  serial: "LAB00000",
};
