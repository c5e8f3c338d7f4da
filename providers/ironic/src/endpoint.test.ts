import { afterEach, describe, expect, it } from "vitest";
import { IronicError } from "./api/ironicError.js";
import { shareEndpoint } from "./endpoint.js";
import { discovery, ScriptedServer } from "./testing/scriptedServer.js";

const closers: (() => void)[] = [];
const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) {
    close();
  }
  for (const server of servers.splice(0)) {
    await server.stop();
  }
});

async function serve(): Promise<ScriptedServer> {
  const nodes = ["a", "b", "c", "d"].map((uuid) => ({ uuid, name: uuid, driver_info: {}, extra: {} }));
  const server = await new ScriptedServer(({ url }) => {
    if (url === "/") {
      return discovery("1.115");
    }
    if (url.startsWith("/v1/ports")) {
      return { status: 200, body: { ports: [{ uuid: "p", address: "m", node_uuid: "a" }] } };
    }
    if (url.startsWith("/v1/nodes?")) {
      return { status: 200, body: { nodes } };
    }
    return { status: 200, body: nodes.find(({ uuid }) => url.endsWith(`/${uuid}`)) };
  }).start();
  servers.push(server);
  return server;
}

function share(endpoint: string, password?: string) {
  const credentials = password === undefined ? undefined : { username: "admin", password };
  const handle = shareEndpoint({ endpoint, credentials });
  closers.push(handle.close);
  return handle;
}

describe("shareEndpoint", () => {
  it("is one for an address and an account, and another for another account", () => {
    const url = "http://127.0.0.1:9";
    expect(share(url, "a").endpoint).toBe(share(`${url}/v1/`, "a").endpoint);
    expect(share(url, "a").endpoint).not.toBe(share(url, "b").endpoint);
    expect(share(url, "a").endpoint).not.toBe(share(url).endpoint);
  });

  it("lives until its last user has gone", () => {
    const url = "http://127.0.0.1:9";
    const [first, second] = [share(url), share(url)];
    first.close();
    first.close();
    expect(share(url).endpoint).toBe(second.endpoint);
  });
});

describe("Endpoint", () => {
  it("answers many enrolments from one pair of lists", async () => {
    const server = await serve();
    const { endpoint } = share(server.endpoint);
    const found = await Promise.all([1, 2, 3].map(() => endpoint.directory()));
    expect(found.map((directory) => directory.byUuid("b")?.uuid)).toEqual(["b", "b", "b"]);
    expect(server.calls.map(({ url }) => url.replace(/\?.*/, "")).sort()).toEqual(["/v1/nodes", "/v1/ports"]);
  });

  it("reads few nodes one by one and many by one list", async () => {
    const server = await serve();
    const { endpoint } = share(server.endpoint);
    expect((await endpoint.live("a"))?.uuid).toBe("a");
    expect(server.calls.map(({ url }) => url)).toEqual(["/v1/nodes/a"]);
    const many = await Promise.all(["a", "b", "c", "gone"].map((uuid) => endpoint.live(uuid)));
    expect(many.map((node) => node?.uuid)).toEqual(["a", "b", "c", undefined]);
    expect(server.calls).toHaveLength(2);
  });

  it.each([1, 4])("says of %d reads soon and alike that the API is away", async (reads) => {
    const server = await serve();
    const { endpoint } = share(server.endpoint);
    await server.stop();
    const errors = await Promise.all(
      Array.from({ length: reads }, (_, index) => endpoint.live(`${index}`).catch((error: unknown) => error)),
    );
    expect(new Set(errors.map((error) => IronicError.is(error) && error.code))).toEqual(
      new Set(["IRONIC_UNREACHABLE"]),
    );
  });
});
