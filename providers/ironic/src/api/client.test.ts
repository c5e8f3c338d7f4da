import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, discovery, fault, ScriptedServer, type Seen } from "../testing/scriptedServer.js";
import { type Call, type ClientConfig, IronicClient } from "./client.js";
import { IronicError } from "./ironicError.js";

const started: { stop(): Promise<void> }[] = [];
const clients: IronicClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) {
    client.close();
  }
  for (const server of started.splice(0)) {
    await server.stop();
  }
});

async function serve(answer: (seen: Seen, count: number) => Answer, max = "1.115"): Promise<ScriptedServer> {
  const script = (seen: Seen, count: number): Answer => (seen.url === "/" ? discovery(max) : answer(seen, count));
  const server = await new ScriptedServer(script).start();
  started.push(server);
  return server;
}

/** Real time, shrunk a hundredfold. */
const fastClock = {
  now: () => Date.now() * 100,
  after: (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms / 100);
    return () => clearTimeout(timer);
  },
};

function clientOf(endpoint: string, config: Partial<ClientConfig> = {}): IronicClient {
  const client = new IronicClient({ endpoint, clock: fastClock, random: () => 0, ...config });
  clients.push(client);
  return client;
}

async function errorOf(promise: Promise<unknown>): Promise<IronicError> {
  const error = await promise.then(
    () => new Error("it worked"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IronicError);
  return error as IronicError;
}

describe("IronicClient", () => {
  it("agrees on a version once, and sends it and the credentials with each call", async () => {
    const server = await serve(() => ({ status: 200, body: { uuid: "u1" } }), "1.96");
    const client = clientOf(`${server.endpoint}/v1/`, { credentials: { username: "admin", password: "pässword:1" } });
    await Promise.all([client.node("u1"), client.node("u1")]);
    expect(server.seen.filter(({ url }) => url === "/")).toHaveLength(1);
    for (const { headers } of server.calls) {
      expect(headers["x-openstack-ironic-api-version"]).toBe("1.96");
      expect(headers.accept).toBe("application/json");
      const [, basic = ""] = headers.authorization?.split(" ") ?? [];
      expect(Buffer.from(basic, "base64").toString()).toBe("admin:pässword:1");
    }
  });

  it("pages by its own marker, and keeps its query", async () => {
    const all = ["a", "b", "c"].map((uuid) => ({ uuid }));
    const server = await serve(({ url }) => {
      const at = all.findIndex(({ uuid }) => uuid === new URL(url, "http://x").searchParams.get("marker"));
      const nodes = all.slice(at + 1, at + 3);
      return { status: 200, body: { nodes, ...(nodes.length === 2 && { next: "http://elsewhere/v1/nodes" }) } };
    });
    const nodes = await clientOf(server.endpoint).summaries();
    expect(nodes.map(({ uuid }) => uuid)).toEqual(["a", "b", "c"]);
    const queries = server.calls.map(({ url }) => new URL(url, "http://x").searchParams);
    expect(queries.map((query) => query.get("marker"))).toEqual([null, "b"]);
    for (const query of queries) {
      expect(query.get("fields")).toContain("reservation");
      expect(query.get("include_children")).toBe("true");
    }
  });

  it("ends paging when the last page was full", async () => {
    const server = await serve(({ url }) =>
      url.includes("marker")
        ? { status: 200, body: { nodes: [] } }
        : { status: 200, body: { nodes: [{ uuid: "a" }], next: "x" } },
    );
    expect(await clientOf(server.endpoint).summaries()).toHaveLength(1);
  });

  it("does not ask an old endpoint for child nodes", async () => {
    const server = await serve(() => ({ status: 200, body: { nodes: [] } }), "1.82");
    await clientOf(server.endpoint).summaries();
    expect(server.calls[0]?.url).not.toContain("include_children");
  });

  it("repeats a locked mutation and counts the repeats apart", async () => {
    const server = await serve((_seen, count) =>
      count < 3 ? fault(409, "Node u1 is locked by host c0, please retry") : { status: 202 },
    );
    const calls: Call[] = [];
    await clientOf(server.endpoint, { onCall: (call) => calls.push(call) }).provision("u1", "manage");
    expect(calls.map(({ kind }) => kind)).toEqual(["read", "mutation", "repeat", "repeat"]);
    expect(calls[1]).toEqual({ kind: "mutation", method: "PUT", route: "/v1/nodes/{node}/states/provision" });
  });

  it.each([
    ["the connection breaks", "reset" as const, "IRONIC_CONNECTION_LOST"],
    ["500", fault(500, "database is locked"), "IRONIC_SERVER_ERROR"],
    ["502 of a proxy", { status: 502, body: "<title>502 Proxy Error</title>" }, "IRONIC_SERVER_ERROR"],
  ])("%s: a read is repeated, a mutation is not and says so", async (_name, bad, code) => {
    const server = await serve((_seen, count) => (count < 3 ? bad : { status: 200, body: { uuid: "u1" } }));
    const client = clientOf(server.endpoint);
    const error = await errorOf(client.provision("u1", "active"));
    expect(error.code).toBe(code);
    expect(error.uncertain).toBe(true);
    expect(server.calls).toHaveLength(1);
    await expect(client.node("u1")).resolves.toEqual({ uuid: "u1" });
  });

  it.each([
    [400, "Invalid input", "IRONIC_BAD_REQUEST"],
    [
      400,
      'The requested action "provide" can not be performed on node "n" while it is in state "enroll".',
      "IRONIC_WRONG_STATE",
    ],
    [401, "Incorrect username or password", "IRONIC_UNAUTHORIZED"],
    [403, "Node n is protected and cannot be undeployed, rebuilt or deleted.", "IRONIC_PROTECTED"],
    [403, "Access was denied to the following resource", "IRONIC_FORBIDDEN"],
    [404, "Node n could not be found.", "IRONIC_NOT_FOUND"],
    [406, "Request not acceptable.", "IRONIC_UNSUPPORTED"],
    [409, "A node with name n already exists.", "IRONIC_DUPLICATE"],
    [413, "Request body is too large", "IRONIC_TOO_LARGE"],
  ])("%i %s is %s, said once and never repeated", async (status, text, code) => {
    const server = await serve(() => fault(status, text));
    const error = await errorOf(clientOf(server.endpoint).provision("n", "provide"));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text.replace(/\.$/, ""));
    expect(error.message).toContain(`PUT /v1/nodes/n/states/provision answered ${status}`);
    expect(server.calls).toHaveLength(1);
  });

  it("asks a BMC once: each try with a wrong password brings a locked account nearer", async () => {
    const server = await serve(() => fault(500, "Redfish exception occurred. Error: HTTP GET … returned code 401"));
    expect((await errorOf(clientOf(server.endpoint).bootDevice("n"))).code).toBe("IRONIC_SERVER_ERROR");
    expect(server.calls).toHaveLength(1);
  });

  it("does not follow a redirect with the password", async () => {
    const server = await serve(() => ({ status: 301, headers: { Location: "https://other.example.org/v1/nodes" } }));
    const error = await errorOf(clientOf(server.endpoint).node("n"));
    expect(error.code).toBe("IRONIC_NOT_IRONIC");
    expect(error.message).toContain("redirects to `https://other.example.org/v1/nodes`");
  });

  it("distinguishes an inventory that is missing from a call that failed", async () => {
    const server = await serve((_seen, count) =>
      count === 1 ? fault(404, "Node inventory record for node 1 could not be found.") : fault(401, "no"),
    );
    const client = clientOf(server.endpoint);
    await expect(client.inventory("n")).resolves.toBeUndefined();
    expect((await errorOf(client.inventory("n"))).code).toBe("IRONIC_UNAUTHORIZED");
  });
});

describe("endpoints that cannot be used", () => {
  it("not an Ironic: a web page", async () => {
    const server = await new ScriptedServer(() => ({ status: 200, body: "<html>It works!</html>" })).start();
    started.push(server);
    expect((await errorOf(clientOf(server.endpoint).node("n"))).code).toBe("IRONIC_NOT_IRONIC");
  });

  it("not an Ironic: 404 at the root", async () => {
    const server = await new ScriptedServer(() => ({ status: 404, body: "404 page not found" })).start();
    started.push(server);
    const error = await errorOf(clientOf(server.endpoint).node("n"));
    expect(error.message).toBe(
      `\`${server.endpoint}\` answers, but not like an Ironic API [IRONIC_NOT_IRONIC]. next: give the address of Ironic's API, usually port 6385, without a path after it`,
    );
  });

  it("nothing listens: gives up within seconds at first contact, and agrees on a version later", async () => {
    const server = await serve(() => ({ status: 200, body: { uuid: "u1" } }));
    const { endpoint } = server;
    await server.stop();
    const error = await errorOf(clientOf(endpoint).node("n"));
    expect(error.code).toBe("IRONIC_UNREACHABLE");
    expect(error.message).toContain(`Nothing listens at \`${endpoint}\``);
    expect(error.message).toContain("check host and port, and that Ironic runs");
  });

  it("TLS spoken to a plain server", async () => {
    const server = await serve(() => ({ status: 200 }));
    const error = await errorOf(clientOf(server.endpoint.replace("http:", "https:")).node("n"));
    expect(error.code).toBe("IRONIC_TLS");
    expect(error.message).toContain("for plain HTTP write `http://`");
  });

  it("an answer that never comes", async () => {
    const server = await serve(() => "silent");
    const client = clientOf(server.endpoint, { timeoutSeconds: 0.1 });
    expect((await errorOf(client.provision("n", "manage"))).code).toBe("IRONIC_TIMEOUT");
  });

  it.each(["ironic", "ftp://ironic", "https://user:pw@ironic:6385"])("an address that is none: %s", (endpoint) => {
    expect(() => new IronicClient({ endpoint })).toThrow(IronicError);
    try {
      new IronicClient({ endpoint });
    } catch (error) {
      expect(String(error)).not.toContain("pw@");
    }
  });

  it("a CA file that is not there, and one that is no PEM", () => {
    expect(() => new IronicClient({ endpoint: "https://x", ca: "/nowhere/ca.pem" })).toThrow(/cannot be read/);
    expect(() => new IronicClient({ endpoint: "https://x", ca: __filename })).toThrow(/holds no PEM certificate/);
  });
});

describe("secrets", () => {
  const password = 'api-"p4ss"-word';
  const bmcPassword = "bmc-p4ss\\word";
  const userData = "#cloud-config\nchpasswd: { list: root:letmein42 }\n";
  const meta_data = { join: "join-me-7" };
  const network_data = { links: [{ id: "wlan0", psk: "wifi-pass-9" }] };

  function everythingIn(error: unknown): string {
    const parts: string[] = [];
    for (let at: unknown = error; at !== undefined && at !== null; ) {
      parts.push(String(at), JSON.stringify(at) ?? "", inspect(at, { depth: 12, showHidden: true }));
      if (at instanceof Error) {
        parts.push(at.stack ?? "", at.message);
        at = at.cause;
      } else {
        break;
      }
    }
    return parts.join("\n");
  }

  it.each([
    [
      "an answer that repeats the request",
      (seen: Seen): Answer => fault(400, `Bad: ${seen.body} ${seen.headers.authorization}`),
    ],
    ["a locked node", (seen: Seen): Answer => fault(409, `is locked by host x ${seen.body}`)],
    ["a page that repeats it", (seen: Seen): Answer => ({ status: 500, body: `<title>${seen.body}</title>` })],
    ["a broken connection", (): Answer => "reset"],
  ])("are in no error, whatever comes back: %s", async (_name, answer) => {
    const server = await serve((seen) => answer(seen));
    const client = clientOf(server.endpoint, {
      credentials: { username: "admin", password },
      patience: { unreachableSeconds: 1, busySeconds: 1 },
    });
    const errors = [
      await errorOf(client.createNode({ driver: "redfish", driver_info: { redfish_password: bmcPassword } })),
      await errorOf(client.patchNode("n", [{ op: "add", path: "/driver_info/redfish_password", value: bmcPassword }])),
      await errorOf(client.provision("n", "active", { configdrive: { user_data: userData, meta_data, network_data } })),
    ];
    const basic = Buffer.from(`admin:${password}`).toString("base64");
    for (const error of errors) {
      const text = everythingIn(error);
      for (const secret of [password, bmcPassword, userData, "letmein42", basic, "p4ss", "join-me-7", "wifi-pass-9"]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  it("that were sent to a node are known afterwards, for texts of Ironic that come later", async () => {
    const server = await serve(() => fault(400, "no"));
    const client = clientOf(server.endpoint, { credentials: { username: "admin", password } });
    await errorOf(client.createNode({ uuid: "n", driver_info: { redfish_password: bmcPassword } }));
    await errorOf(client.provision("n", "active", { configdrive: { user_data: userData, meta_data } }));
    expect(client.secretsOf("n")).toEqual(expect.arrayContaining([password, bmcPassword, userData, "join-me-7"]));
    expect(client.secretsOf("other")).not.toContain(bmcPassword);
  });

  it("are not in the client either", async () => {
    const client = clientOf("http://127.0.0.1:1", { credentials: { username: "admin", password } });
    expect(inspect(client, { depth: 12 })).not.toContain("p4ss");
    expect(JSON.stringify(client)).not.toContain("p4ss");
  });
});
