import http from "node:http";
import type { AddressInfo } from "node:net";

/** A change that a client asked for, as it sent it. */
export interface Mutation {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** What Ironic's fake hardware answers at once, instead of the interfaces that a Redfish host is enrolled with. */
const FAKES: Readonly<Record<string, string>> = {
  driver: "fake-hardware",
  bios_interface: "fake",
  boot_interface: "fake",
  deploy_interface: "fake",
  firmware_interface: "fake",
  inspect_interface: "fake",
  management_interface: "fake",
  power_interface: "fake",
  raid_interface: "fake",
  vendor_interface: "fake",
};

/** Fake hardware reports nothing when it is inspected; this stands for it. */
const INVENTORY = {
  inventory: {
    cpu: { architecture: "x86_64", count: 8 },
    memory: { physical_mb: 65_536 },
    disks: [{ name: "/dev/sda", size: 500_000_000_000, serial: "BENCH" }],
    interfaces: [],
  },
  plugin_data: {},
};

/**
 * Stands before an Ironic and turns Redfish hosts into fake hardware, which does everything at once and without a BMC, so that
 * what remains is what client and Ironic cost each other. Every request reaches Ironic, one for one.
 */
export class FakeHardware {
  readonly #target: URL;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 8, timeout: 8_000 });
  readonly #server = http.createServer((request, response) => void this.#serve(request, response));
  readonly #mutations = new Map<string, Mutation[]>();
  /** Nodes whose install is never carried out: it waits for a ramdisk that nobody boots. */
  waitsForRamdisk = false;
  requests = 0;

  constructor(endpoint: string) {
    this.#target = new URL(endpoint);
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What was asked for so far, by node, in order; empty from now on. */
  takeMutations(): readonly (readonly Mutation[])[] {
    const taken = [...this.#mutations.values()];
    this.#mutations.clear();
    return taken;
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    this.requests += 1;
    const { method = "GET", url: path = "/", headers } = request;
    const body = await textOf(request);
    if (method !== "GET") {
      this.#record({ method, path, headers, body });
    }
    const sent = method === "POST" || method === "PATCH" ? this.#faked(path, body) : body;
    const { host: _host, "content-length": _length, ...rest } = headers;
    const onward = http.request(
      {
        host: this.#target.hostname,
        port: this.#target.port,
        method,
        path,
        headers: { ...rest, "content-length": Buffer.byteLength(sent) },
        agent: this.#agent,
      },
      async (answer) => {
        const text = await textOf(answer);
        const { "content-length": _answerLength, "transfer-encoding": _encoding, ...kept } = answer.headers;
        const shown = path.endsWith("/inventory")
          ? JSON.stringify(INVENTORY)
          : text.replaceAll('"inspect_interface": "fake"', '"inspect_interface": "redfish"');
        const status = path.endsWith("/inventory") ? 200 : (answer.statusCode ?? 502);
        response
          .writeHead(status, { ...kept, ...(shown && { "content-length": Buffer.byteLength(shown) }) })
          .end(shown);
      },
    );
    onward.on("error", () => response.destroy());
    onward.end(sent);
  }

  #record(mutation: Mutation): void {
    const node =
      /\/v1\/nodes\/([^/?]+)/.exec(mutation.path)?.[1] ?? (JSON.parse(mutation.body) as { uuid: string }).uuid;
    this.#mutations.set(node, [...(this.#mutations.get(node) ?? []), mutation]);
  }

  #faked(path: string, body: string): string {
    const fakes: Readonly<Record<string, string>> = {
      ...FAKES,
      ...(this.waitsForRamdisk && { deploy_interface: "direct" }),
    };
    const content: unknown = JSON.parse(body);
    if (Array.isArray(content)) {
      const patch = content as { readonly path: string; readonly value: unknown }[];
      return JSON.stringify(patch.map((each) => ({ ...each, value: fakes[each.path.slice(1)] ?? each.value })));
    }
    return path === "/v1/nodes" ? JSON.stringify({ ...(content as object), ...fakes }) : body;
  }
}

async function textOf(stream: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
