import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asset } from "../assets.js";
import { listen } from "../process/listen.js";
import { cacheFolder } from "./cacheFolder.js";
import { makeOnce } from "./makeOnce.js";
import { findPython, type Python } from "./python.js";
import { makeEnvironment } from "./pythonEnvironment.js";
import { run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { findUv } from "./uv.js";

const WAIT = { timeout: 60_000 } as const;
/** Settings of uv that these tests change. */
const CHANGED = ["UV_DEFAULT_INDEX", "UV_CACHE_DIR", "UV_HTTP_RETRIES"] as const;

describe("preparing a Python environment", () => {
  let folder: string;
  let python: Python;
  let lines: string[];
  let context: SetupContext;
  let server: Server | undefined;
  const before = Object.fromEntries(CHANGED.map((name) => [name, process.env[name]]));
  const path = process.env.PATH ?? "";

  beforeAll(async () => {
    const uv = await findUv(await findPython(), { cache: cacheFolder(), log: () => undefined });
    process.env.PATH = `${dirname(uv)}${delimiter}${path}`;
  });
  afterAll(() => {
    process.env.PATH = path;
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    python = await findPython();
    lines = [];
    context = { cache: join(folder, "cache"), log: (line) => lines.push(line) };
  });
  afterEach(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) {
        delete process.env[name];
      } else {
        process.env[name] = value;
      }
    }
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  /** A registry of our own, without uv's cache. */
  async function registry(answer: RequestListener): Promise<void> {
    server = createServer(answer);
    useRegistry(`http://127.0.0.1:${await listen(server)}/simple`);
  }
  function useRegistry(url: string): void {
    Object.assign(process.env, { UV_DEFAULT_INDEX: url, UV_CACHE_DIR: join(folder, "uv"), UV_HTTP_RETRIES: "0" });
  }
  const left = async () => (await readdir(join(context.cache, "python"))).filter((name) => name.startsWith("ipmi"));

  it("brings the installer itself where the machine has none", async () => {
    process.env.PATH = path
      .split(delimiter)
      .filter((one) => !existsSync(join(one, "uv")))
      .join(delimiter);
    try {
      const uv = await findUv(python, context);
      expect(uv.startsWith(context.cache)).toBe(true);
      expect((await run(uv, ["--version"])).stdout).toMatch(/^uv \d/);
      expect(lines).toEqual([expect.stringMatching(/^uv: installing/)]);
    } finally {
      process.env.PATH = `${dirname(await findUv(python, { ...context, cache: cacheFolder() }))}${delimiter}${path}`;
    }
  });

  it("makes it once, says so, and finds it the second time", async () => {
    const made = await makeEnvironment("ipmi", python, context);
    expect(lines.at(-1)).toMatch(/^pyghmi 1\.6\.19 .*: installing .*usually/);
    const said = lines.length;
    expect(await makeEnvironment("ipmi", python, context)).toBe(made);
    expect(lines.length).toBe(said);
  });

  it("makes it once for two at the same time", async () => {
    const paths = await Promise.all([1, 2].map(() => makeEnvironment("ipmi", python, context)));
    expect(new Set(paths).size).toBe(1);
    expect(lines.filter((line) => line.includes("installing from pinned packages"))).toHaveLength(1);
  });

  it("leaves nothing half-made when it is interrupted, and removes what a killed one left", async () => {
    const target = join(context.cache, "python", "thing");
    const abort = new Error("interrupted");
    const interrupted = makeOnce(target, python, context.log, async (aside) => {
      await mkdir(aside);
      throw abort;
    });
    await expect(interrupted).rejects.toBe(abort);
    expect((await readdir(join(context.cache, "python"))).filter((name) => !name.endsWith(".lock"))).toEqual([]);
    await mkdir(`${target}.0badcafe.part`);
    await makeOnce(target, python, context.log, (aside) => mkdir(aside).then(() => undefined));
    expect((await readdir(join(context.cache, "python"))).filter((name) => !name.endsWith(".lock"))).toEqual(["thing"]);
  });

  it("waits for a process that has the lock, and takes over when that is killed", async () => {
    const target = join(context.cache, "python", "thing");
    await mkdir(join(context.cache, "python"), { recursive: true });
    const hold =
      "import fcntl,sys,time; f=open(sys.argv[1],'a'); fcntl.flock(f,2); print('held',flush=True); time.sleep(60)";
    const holder = spawn(python.path, ["-c", hold, `${target}.lock`], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => holder.stdout.once("data", resolve));
    let made = false;
    const waiting = makeOnce(target, python, context.log, async (aside) => {
      made = true;
      await mkdir(aside);
    });
    await expect.poll(() => lines, WAIT).toEqual([expect.stringMatching(/^waiting: another process/)]);
    expect(made).toBe(false);
    holder.kill("SIGKILL");
    expect(await waiting).toBe(true);
  });

  it("without a network: says so, and what to check", async () => {
    useRegistry("http://127.0.0.1:9/simple");
    const error = await makeEnvironment("ipmi", python, context).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "LAB_NO_NETWORK" });
    expect(String(error)).toContain("check the network");
    expect((await left()).filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  it("a registry that is out of order: says so", async () => {
    await registry((_request, response) => response.writeHead(503).end("out of order"));
    const error = await makeEnvironment("ipmi", python, context).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "LAB_REGISTRY_FAILED" });
    expect((await left()).filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  it("a registry that fails half-way through a package: says so, and the next run is complete", async () => {
    const pins = await readFile(asset("ipmi.txt"), "utf8");
    const versions = new Map([...pins.matchAll(/^(\S+)==([^ ;]+)/gm)].map(([, name, version]) => [name, version]));
    await registry((request, response) => {
      const [, , name = ""] = (request.url ?? "").split("/");
      if (request.url?.startsWith("/simple/")) {
        const file = `${name.replaceAll("-", "_")}-${versions.get(name)}-py3-none-any.whl`;
        response.writeHead(200, { "Content-Type": "text/html" }).end(`<a href="/files/${file}">${file}</a>`);
        return;
      }
      response.writeHead(200, { "Content-Length": 100_000 });
      response.write("PK", () => response.destroy());
    });
    const error = await makeEnvironment("ipmi", python, context).catch((caught: unknown) => caught);
    expect(String(error)).toContain("Installing pyghmi");
    expect(error).toMatchObject({ code: "LAB_REGISTRY_FAILED" });
    for (const name of CHANGED) {
      delete process.env[name];
    }
    expect(await readdir(await makeEnvironment("ipmi", python, context))).toContain("bin");
  });
});
