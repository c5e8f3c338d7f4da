import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type StatusCommandOptions, type StatusExitCode, status } from "./status.js";
import { FakeIronic, fakeNode } from "./testing/fakeIronic.js";
import { AT } from "./testing/fleetFixture.js";
import { hostResource, machineResource, SITE, stackExport } from "./testing/stackExport.js";

const folder = mkdtempSync(join(tmpdir(), "ironworks-status-"));
const ironic = new FakeIronic();
let url: string;

beforeAll(async () => {
  url = await ironic.start();
});
afterAll(async () => {
  await ironic.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  ironic.nodes = [fakeNode(0)];
  ironic.account = undefined;
  ironic.requests.length = 0;
});

interface Run {
  readonly code: StatusExitCode;
  readonly out: string;
  readonly error: string;
  readonly files: ReadonlyMap<string, string>;
}

interface Around {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly columns?: number;
  readonly lines?: number;
  /** Called with each text; true ends watching. */
  readonly isEnough?: (out: string) => boolean;
}

async function run(options: Partial<StatusCommandOptions>, around: Around = {}): Promise<Run> {
  let [out, error] = ["", ""];
  const files = new Map<string, string>();
  const stopping = new AbortController();
  const code = await status(
    { cwd: folder, name: "ironic", interval: 1, ...options },
    {
      out: (text) => {
        out += text;
        if (around.isEnough?.(out)) {
          stopping.abort();
        }
      },
      error: (text) => {
        error += text;
      },
      columns: around.columns,
      lines: around.lines,
      environment: (name) => around.environment?.[name],
      readStdin: () => around.stdin ?? "",
      writeFile: (file, text) => files.set(file, text),
      now: () => AT,
      stop: stopping.signal,
    },
  );
  expect(out + error).not.toContain("SESAME");
  return { code, out, error, files };
}

describe("an endpoint alone", () => {
  it("is read with one list", async () => {
    const { code, out } = await run({ endpoint: url });
    expect(code).toBe(0);
    expect(out).toMatch(/^node-0 +installed +60m +60m +on +NV-0$/m);
    expect(ironic.requests.map((path) => path.replace(/\?.*/, ""))).toEqual(["/", "/v1/nodes"]);
  });

  it("takes credentials from the environment, by the endpoint's name", async () => {
    ironic.account = "admin:SESAME";
    const environment = { IRONWORKS_SITE_A_USERNAME: "admin", IRONWORKS_SITE_A_PASSWORD: "SESAME" };
    expect((await run({ endpoint: url, name: "site-a" }, { environment })).code).toBe(0);
    const without = await run({ endpoint: url, name: "site-a" });
    expect(without.code).toBe(1);
    expect(without.out.replace(/\s+/g, " ")).toContain(
      "next: set IRONWORKS_SITE_A_USERNAME and IRONWORKS_SITE_A_PASSWORD in the environment",
    );
    const wrong = { ...environment, IRONWORKS_SITE_A_PASSWORD: "SESAME2" };
    const refused = await run({ endpoint: url, name: "site-a" }, { environment: wrong });
    expect(refused.out.replace(/\s+/g, " ")).toContain("next: check the user name and the password, or set");
  });

  it("has no hosts, or is not there: one sentence each", async () => {
    ironic.nodes = [];
    expect(await run({ endpoint: url })).toMatchObject({
      code: 0,
      out: expect.stringContaining("has no host. next: "),
    });
    const away = await run({ endpoint: "http://127.0.0.1:1" });
    expect(away).toMatchObject({ code: 1, out: expect.stringMatching(/not read\n.*\[IRONIC_UNREACHABLE\]\. next: /s) });
  });

  it("with 200 hosts is read with one list, and fits", async () => {
    ironic.nodes = Array.from({ length: 200 }, (_, index) => fakeNode(index));
    const { out } = await run({ endpoint: url }, { columns: 80 });
    expect(out.split("\n").filter((line) => /^node-\d+ /.test(line))).toHaveLength(200);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(ironic.requests).toHaveLength(2);
  });

  it("a host that failed and whose reason the list has lost is explained all the same", async () => {
    ironic.nodes = [fakeNode(0, { provision_state: "deploy failed" })];
    const { code, out } = await run({ endpoint: url });
    expect(code).toBe(1);
    expect(out).toMatch(/✗ install failed/);
    expect(out.replace(/\s+/g, " ")).toMatch(/`node-0`: install failed 60m ago: .*next: /);
  });
});

describe("a stack's state", () => {
  const text = (): string =>
    stackExport(
      hostResource(0, { route: { ...SITE, endpoint: url } }),
      machineResource(0, { route: { ...SITE, endpoint: url } }),
    );

  it("comes from a file or from standard input", async () => {
    const file = join(folder, "state.json");
    writeFileSync(file, text());
    for (const found of [await run({ state: file }), await run({ state: "-" }, { stdin: text() })]) {
      expect(found.code).toBe(1);
      expect(found.out).toMatch(/^node-0 +installed.*not ours$/m);
    }
  });

  it("as JSON has the documented keys", async () => {
    const { out } = await run({ state: "-", json: true }, { stdin: text() });
    const found = JSON.parse(out);
    expect(Object.keys(found)).toEqual(["version", "at", "stack", "endpoints", "summary", "hosts"]);
    expect(Object.keys(found.hosts[0]).sort()).toEqual([
      "detached",
      "differences",
      "disk",
      "endpoint",
      "failure",
      "group",
      "host",
      "lastHeartbeat",
      "machine",
      "nodeUuid",
      "owner",
      "power",
      "provisionState",
      "since",
      "state",
      "step",
    ]);
  });

  it.each([
    ["of others", stackExport(), "has neither hosts nor machines of Ironworks"],
    ["that is none", "hello", "is not the state of a Pulumi stack"],
  ])("%s ends with one sentence", async (_, stdin, message) => {
    const { code, error } = await run({ state: "-" }, { stdin });
    expect(code).toBe(1);
    expect(error.replace(/\s+/g, " ")).toContain(message);
    expect(error).toContain("next: ");
  });

  it("that is not there", async () => {
    const { code, error } = await run({ state: join(folder, "none.json") });
    expect([code, error]).toEqual([1, expect.stringMatching(/cannot be read: ENOENT.*next: /s)]);
  });
});

describe("--watch", () => {
  it("redraws a terminal until it is stopped, and ends well", async () => {
    const twice = (out: string): boolean => out.split("\u001b[H").length > 2;
    const { code, out } = await run({ endpoint: url, watch: true }, { columns: 80, lines: 24, isEnough: twice });
    expect(code).toBe(0);
    expect(out).toContain("12:00:00 UTC, every 1 s, ^C ends it");
  });

  it("writes no control characters where it is not a terminal", async () => {
    const { out } = await run({ endpoint: url, watch: true }, { isEnough: () => true });
    expect(out).toMatch(/^12:00:00 UTC, every 1 s\n/);
    expect(out).not.toContain("\u001b");
  });

  it("with --json writes a line each time", async () => {
    const { out } = await run(
      { endpoint: url, watch: true, json: true },
      { isEnough: (all) => all.split("\n").length > 2 },
    );
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).version),
    ).toEqual([1, 1]);
  });
});

it("--html writes a page beside the table", async () => {
  const { out, files } = await run({ endpoint: url, html: "fleet.html" });
  expect(out).toContain("node-0");
  expect(files.get("fleet.html")).toContain("<title>ironic: hosts</title>");
});

it.each<[Partial<StatusCommandOptions>, string]>([
  [{ endpoint: "http://a", stack: "dev" }, "exclude each other"],
  [{ endpoint: "ironic:6385" }, "is not an http(s) address"],
  [{ html: "a.html", watch: true }, "cannot be used with"],
])("%j is wrong use", async (options, message) => {
  const { code, error } = await run(options);
  expect([code, error.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining(message)]);
});
