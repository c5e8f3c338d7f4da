import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createProgram } from "../program.js";
import { StackProject } from "../pulumi/testing/stackProject.js";
import { runProgram } from "../runProgram.js";
import type { FleetStatus, HostStatus } from "./hostStatus.js";

/** `node-0` is installed, `node-1` fails, `node-2` is enrolled, `node-3` is given up; `node-4` is nobody's. */
const PROGRAM = `
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const passwords = config.requireSecretObject("passwords");
const route = ironicApi("lab", { endpoint: config.require("endpoint"), ramdisk: IpaImage.iso(config.require("ramdisk")) });
const hosts = config.requireObject("hosts").filter(({ name }) => name !== config.get("without")).map(({ name, bmc, mac }) =>
  new BareMetalHost(name, {
    route,
    bmc: { ...bmc, password: passwords.apply((all) => all[name]) },
    bootMACAddress: mac,
    online: name === "node-0" ? true : undefined,
  }));
for (const index of [0, 1]) {
  new ProvisionedMachine("web-" + index, {
    host: hosts[index],
    image: InstanceImage.url(config.require("image"), { checksum: config.require("checksum") }),
    rootDeviceHints: { serialNumber: config.requireObject("hosts")[index].serial },
  });
}
`;

let lab: Lab;
let project: StackProject;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-status-out-"));
  lab = await Lab.start({ hosts: 5 });
  project = await StackProject.create(PROGRAM);
  for (const [name, value] of Object.entries(project.environment)) {
    vi.stubEnv(name, value);
  }
  const hosts = lab.hosts.slice(0, 4);
  const [image] = lab.images;
  const open = hosts.map(({ name, bmc: { password: _, ...bmc }, bootMACAddress: mac, disks }) => {
    return { name, bmc, mac, serial: disks[0]?.serial };
  });
  const values = {
    endpoint: lab.endpoint,
    ramdisk: lab.ramdisk.iso,
    hosts: JSON.stringify(open),
    image: image.url,
    checksum: image.checksum,
    "ironworks:lab.username": lab.credentials.username,
  };
  for (const [key, value] of Object.entries(values)) {
    await project.pulumi(["config", "set", key, value]);
  }
  const passwords = Object.fromEntries(hosts.map(({ name, bmc }) => [name, bmc.password]));
  await project.secret("passwords", JSON.stringify(passwords));
  await project.secret("ironworks:lab.password", lab.credentials.password);
  await lab.faults.on("image-wrong-checksum", { host: "node-1" });
  await project.pulumi(["up", "--yes", "--skip-preview", "--continue-on-error"], { mayFail: true });
  await project.pulumi(["config", "set", "without", "node-3"]);
  await project.pulumi([
    "up",
    "--yes",
    "--skip-preview",
    "--continue-on-error",
    "--target-dependents",
    "--target",
    "**node-3",
  ]);
}, 600_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await project?.dispose();
  await lab?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ironworks(args: readonly string[], columns?: number): Promise<{ code: number; text: string }> {
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const code = await runProgram(createProgram(), ["node", "ironworks", "status", ...args], {
    out: add,
    error: add,
    columns,
  });
  for (const secret of [lab.credentials.password, ...lab.hosts.map(({ bmc }) => bmc.password)]) {
    expect(text).not.toContain(secret);
  }
  return { code, text };
}

const ofStack = (): readonly string[] => ["--cwd", project.folder, "--stack", "dev"];

async function hostsOf(...args: readonly string[]): Promise<ReadonlyMap<string, HostStatus>> {
  const { text } = await ironworks([...args, "--json"]);
  const found = JSON.parse(text) as FleetStatus;
  return new Map(found.hosts.map((host) => [host.host, host]));
}

describe("a stack beside its lab", () => {
  it("as JSON: installed, failed and enrolled, each with what matters", async () => {
    const { code, text } = await ironworks([...ofStack(), "--json"]);
    const found = JSON.parse(text) as FleetStatus;
    expect(code).toBe(1);
    expect(found.hosts.map(({ host, group, provisionState }) => [host, group, provisionState])).toEqual([
      ["node-1", "failed", "deploy failed"],
      ["node-0", "settled", "active"],
      ["node-2", "settled", "available"],
    ]);
    expect(found.summary).toEqual({ "install failed": 1, installed: 1, available: 1 });
    expect(found.endpoints).toEqual([{ name: "lab", url: lab.endpoint, problem: null, others: 1 }]);
    const [failed, installed, enrolled] = found.hosts;
    expect(failed).toMatchObject({ machine: "web-1", failure: { reason: expect.stringMatching(/checksum/i) } });
    expect(installed).toMatchObject({ machine: "web-0", power: "on", differences: [], failure: null });
    expect(installed?.disk?.serial).toBe(lab.hosts[0].disks[0]?.serial);
    expect(Date.parse(installed?.lastHeartbeat ?? "")).toBeGreaterThan(Date.now() - 1_200_000);
    expect(Date.parse(installed?.since ?? "")).toBeGreaterThan(Date.now() - 1_200_000);
    expect(enrolled).toMatchObject({ machine: null, failure: null });
  });

  it.each([80, 120])("as a table of %s columns, the failed host first and explained", async (columns) => {
    const { code, text } = await ironworks(ofStack(), columns);
    expect(code).toBe(1);
    const lines = text.split("\n");
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines[0]).toMatch(/^dev: .*1 install failed/);
    expect(lines[2]).toMatch(/^HOST +STATE +SINCE/);
    expect(lines[3]).toMatch(/^node-1 +✗ install failed/);
    expect(text).toMatch(/^`node-1`: install failed .*checksum/im);
    expect(text).toContain("next:");
  });

  it("from a state file, with credentials of the environment; without them it says which", async () => {
    const file = join(folder, "state.json");
    await writeFile(file, await project.pulumi(["stack", "export"]));
    const without = await ironworks(["--state", file]);
    expect(without.code).toBe(1);
    expect(without.text).toMatch(/IRONIC_UNAUTHORIZED.*\n?.*next: set IRONWORKS_LAB_USERNAME/);
    vi.stubEnv("IRONWORKS_LAB_USERNAME", lab.credentials.username);
    vi.stubEnv("IRONWORKS_LAB_PASSWORD", lab.credentials.password);
    expect([...(await hostsOf("--state", file)).keys()]).toEqual(["node-1", "node-0", "node-2"]);
  });

  it("as a page, with every disk and every port of a switch", async () => {
    const file = join(folder, "fleet.html");
    await ironworks([...ofStack(), "--html", file]);
    const page = await readFile(file, "utf8");
    for (const host of lab.hosts.slice(0, 3)) {
      for (const text of [
        host.name,
        ...host.disks.map(({ serial }) => serial),
        ...host.nics.map((nic) => nic.lldp.portId),
      ]) {
        expect(page).toContain(text);
      }
    }
    expect(page).toContain("lab-switch-1");
    expect(page.match(/root disk<\/td>/g)?.length).toBeGreaterThanOrEqual(1);
    expect(page).not.toContain(lab.credentials.password);
  });
});

describe("an endpoint alone", () => {
  it("shows every node, also the detached one", async () => {
    vi.stubEnv("IRONWORKS_LAB_USERNAME", lab.credentials.username);
    vi.stubEnv("IRONWORKS_LAB_PASSWORD", lab.credentials.password);
    const hosts = await hostsOf("--endpoint", lab.endpoint, "--name", "lab");
    expect([...hosts.keys()]).toEqual(["node-1", "node-0", "node-2", "node-3"]);
    expect(hosts.get("node-3")).toMatchObject({ detached: true, state: "available, detached" });
  });

  it("reads the nodes with one list", async () => {
    const before = lab.requests().length;
    await hostsOf("--endpoint", lab.endpoint, "--name", "lab");
    const lists = lab
      .requests()
      .slice(before)
      .filter(({ route }) => /nodes$/.test(route));
    expect(lists).toHaveLength(1);
  });
});

it("what changed behind the stack's back is shown as a difference", async () => {
  const hosts = await hostsOf(...ofStack());
  const authorization = `Basic ${Buffer.from(`${lab.credentials.username}:${lab.credentials.password}`).toString("base64")}`;
  const headers = { authorization, "X-OpenStack-Ironic-API-Version": "1.78", "content-type": "application/json" };
  const call = async (method: string, path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${lab.endpoint}/v1/nodes/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  };
  await call("PUT", `${hosts.get("node-0")?.nodeUuid}/states/power`, { target: "power off" });
  await call("DELETE", `${hosts.get("node-2")?.nodeUuid}`);
  await vi.waitFor(
    async () => {
      const found = await hostsOf(...ofStack());
      expect(found.get("node-0")?.differences.map(({ kind }) => kind)).toEqual(["power"]);
      expect(found.get("node-2")).toMatchObject({ group: "lost", state: "lost" });
    },
    { timeout: 60_000, interval: 1_000 },
  );
});
