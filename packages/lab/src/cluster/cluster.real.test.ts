import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descendants, isOpen, processes } from "../process/processes.testkit.js";
import { Cluster } from "./cluster.js";
import { prepareCluster } from "./prepareCluster.js";

const REPOSITORY = join(__dirname, "..", "..", "..", "..");
const LIMIT_MS = 60_000;

const SETTINGS = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", namespace: "default" } };

describe("a cluster", () => {
  let one: Cluster;
  let other: Cluster;

  beforeAll(async () => {
    const lines: string[] = [];
    await prepareCluster();
    await prepareCluster({ log: (line) => lines.push(line) });
    expect(lines).toEqual([]);
    [one, other] = await Promise.all([Cluster.start(), Cluster.start({ certManager: true })]);
  });
  afterAll(() => Promise.all([one?.stop(), other?.stop()]));

  it("starts, two side by side, each with its own objects", async () => {
    await one.admin.create({ ...SETTINGS, data: { site: "a" } });
    await other.admin.create({ ...SETTINGS, data: { site: "b" } });
    expect((await one.admin.get(SETTINGS)).data).toEqual({ site: "a" });
    expect((await other.admin.get(SETTINGS)).data).toEqual({ site: "b" });
    expect(await one.admin.request("GET", "/version")).toMatchObject({ gitVersion: "v1.35.4" });
  });

  it("validates strictly, warns, and knows who asks", async () => {
    const unknown = { ...SETTINGS, metadata: { name: "wrong", namespace: "default" }, dta: {} };
    await expect(one.gitops.create(unknown)).rejects.toMatchObject({ status: 400, reason: "BadRequest" });
    const old = { apiVersion: "v1", kind: "Endpoints", metadata: { name: "old", namespace: "default" } };
    expect((await one.gitops.create(old)).warnings).toEqual([expect.stringContaining("v1 Endpoints is deprecated")]);
    const whoAmI = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview", metadata: {} };
    const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    expect(await one.gitops.request("POST", path, whoAmI)).toMatchObject({
      status: { userInfo: { username: "gitops" } },
    });
    await one.admin.create({
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "some", namespace: "default" },
    });
    const account = await one.serviceAccount("default", "some");
    await expect(account.get(SETTINGS)).rejects.toMatchObject({ status: 403, reason: "Forbidden" });
  });

  it("applies, patches and deletes", async () => {
    const object = { ...SETTINGS, metadata: { ...SETTINGS.metadata, name: "applied" }, data: { a: "1" } };
    const first = await one.admin.apply(object);
    const second = await one.admin.apply(object);
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
    await expect(one.gitops.apply({ ...object, data: { a: "2" } }, { fieldManager: "other" })).rejects.toMatchObject({
      status: 409,
      causes: [{ field: ".data.a", reason: "FieldManagerConflict" }],
    });
    await one.admin.patch(object, [{ op: "add", path: "/data/b", value: "2" }], { type: "json" });
    expect((await one.admin.get(object)).data).toEqual({ a: "1", b: "2" });
    await one.admin.delete(object);
    await expect(one.admin.get(object)).rejects.toMatchObject({ status: 404, reason: "NotFound" });
  });

  it("defines cert-manager's kinds when asked", async () => {
    const issuer = {
      apiVersion: "cert-manager.io/v1",
      kind: "Issuer",
      metadata: { name: "own", namespace: "default" },
      spec: { selfSigned: {} },
    };
    expect((await other.admin.create(issuer)).warnings).toEqual([]);
  });

  it("keeps its secrets to itself: modes, and no token on a command line", async () => {
    const own = await one.kubeconfigOf(one.gitops, "gitops");
    for (const path of [one.kubeconfig, own, join(one.folder, "secrets", "tokens.csv")]) {
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    const commands = (await processes()).map(({ command }) => command).filter((text) => text.includes(one.folder));
    expect(commands).toHaveLength(2);
    for (const { access } of [one.admin, one.gitops]) {
      expect(commands.filter((text) => text.includes(access.token))).toEqual([]);
    }
  });

  it("stops: no process, no port, no folder is left", async () => {
    const cluster = await Cluster.start();
    expect((await processes()).filter(({ command }) => command.includes(cluster.folder))).toHaveLength(2);
    await cluster.stop();
    await expectNothingLeft(cluster.folder, Number(new URL(cluster.url).port));
    expect(existsSync(cluster.folder)).toBe(false);
  });

  it("can be ended while it starts", async () => {
    const stop = new AbortController();
    const servers = async () =>
      (await descendants(process.pid)).filter(({ command }) => /kube-apiserver /.test(command)).length;
    const before = await servers();
    const starting = Cluster.start({ signal: stop.signal }).catch((caught: unknown) => caught);
    // The server runs, and takes seconds of processor time until it is ready.
    await expect.poll(servers, { timeout: LIMIT_MS, interval: 20 }).toBe(before + 1);
    stop.abort();
    const error = await starting;
    expect(error).toMatchObject({ code: "LAB_ABORTED" });
    const folder = /Logs: (\S+)\/logs/.exec(String(error))?.[1] ?? "";
    expect(existsSync(folder)).toBe(true);
    expect((await processes()).filter(({ command }) => command.includes(folder))).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});

/** A program of a user that runs a cluster, started through a shell, as npm does. */
const PROGRAM = `
const { Cluster } = require(process.argv[2]);
Cluster.start().then((cluster) => {
  console.log(JSON.stringify({ pid: process.pid, url: cluster.url, folder: cluster.folder }));
  process.stdin.on("data", () => { throw new Error("the program of the user fails"); });
});
`;

describe("the end of a cluster", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    await writeFile(join(folder, "program.cjs"), PROGRAM);
    // A process of its own runs what is built, not the sources.
    const tsc = join(REPOSITORY, "node_modules", ".bin", "tsc");
    await promisify(execFile)(tsc, ["-b", "packages/lab"], { cwd: REPOSITORY });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each<[string, (pid: number, fail: () => void) => void]>([
    ["SIGKILL of the process that runs it", (pid) => process.kill(pid, "SIGKILL")],
    ["an exception in the process that runs it", (_pid, fail) => fail()],
  ])("comes with %s", async (_name, end) => {
    const built = join(REPOSITORY, "packages", "lab", "dist", "index.js");
    const command = `node ${join(folder, "program.cjs")} ${built}; exit`;
    const shell = spawn("sh", ["-c", command], { stdio: ["pipe", "pipe", "ignore"] });
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(shell.stdout).once("line", resolve);
      shell.once("close", () => reject(new Error("the program ended before its cluster was ready")));
    });
    const said = JSON.parse(line) as { pid: number; url: string; folder: string };
    expect((await processes()).filter(({ command: text }) => text.includes(said.folder))).toHaveLength(2);
    end(said.pid, () => shell.stdin.write("x"));
    await expectNothingLeft(said.folder, Number(new URL(said.url).port));
    await rm(said.folder, { recursive: true, force: true });
  });
});

async function expectNothingLeft(folder: string, port: number): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  let left = [""];
  while (left.length > 0 && Date.now() < deadline) {
    left = (await processes()).map(({ command }) => command).filter((command) => command.includes(folder));
    await sleep(100);
  }
  expect(left).toEqual([]);
  // A process that dies has lost its command line before its sockets.
  await expect.poll(() => isOpen(port), { timeout: LIMIT_MS }).toBe(false);
}
