import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createProgram } from "../program.js";
import type { StackProject } from "../pulumi/testing/stackProject.js";
import { runProgram } from "../runProgram.js";
import type { FleetPlan, HostPlan } from "./hostPlan.js";
import { planProject } from "./testing/planProject.js";

const USER_DATA = "#cloud-config\n# second\n";

let lab: Lab;
let project: StackProject;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-plan-"));
  lab = await Lab.start({ hosts: 7 });
  project = await planProject(lab);
  for (const [name, value] of Object.entries(project.environment)) {
    vi.stubEnv(name, value);
  }
  await project.pulumi(["up", "--yes", "--skip-preview"]);
  await project.pulumi(["config", "set", "phase", "after"]);
  await project.secret("userData", USER_DATA);
}, 600_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await project?.dispose();
  await lab?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Planned {
  readonly code: number;
  readonly text: string;
  /** `GET /v1/nodes` */
  readonly requests: readonly string[];
}

const ofClients = () => lab.requests().filter(({ by }) => by === "client");
const deeds = () => lab.ledger().filter(({ kind }) => kind !== "boot");

/** Nothing that a plan does changes anything, at Ironic or at a server. */
async function ironworks(args: readonly string[], columns?: number): Promise<Planned> {
  const [asked, done] = [ofClients().length, deeds().length];
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const code = await runProgram(createProgram(), ["node", "ironworks", "plan", "--cwd", project.folder, ...args], {
    out: add,
    error: add,
    columns,
  });
  const requests = ofClients().slice(asked);
  expect(requests.filter(({ method }) => method !== "GET")).toEqual([]);
  expect(deeds().slice(done)).toEqual([]);
  for (const secret of [USER_DATA.trim(), lab.credentials.password, ...lab.hosts.map(({ bmc }) => bmc.password)]) {
    expect(text).not.toContain(secret);
  }
  return { code, text, requests: requests.map(({ method, route }) => `${method} ${route}`) };
}

const STACK = ["--stack", "dev"];

function byHost({ text }: Planned): ReadonlyMap<string, HostPlan> {
  return new Map((JSON.parse(text) as FleetPlan).hosts.map((host) => [host.host, host]));
}

describe("a plan of the real engine's preview", () => {
  it("has a line for each host: what, which disks, how long", async () => {
    const found = await ironworks([...STACK, "--json"]);
    const plan = JSON.parse(found.text) as FleetPlan;
    expect(plan.hosts.map(({ effect, host, machine }) => [effect, host, machine])).toEqual([
      ["erased", "node-1", "web-1"],
      ["installed", "node-0", "web-0"],
      ["powered off", "node-2", null],
      ["rebooted", "node-5", null],
      ["powered on", "node-6", null],
      ["untouched", "rack1-u4", "app-4"],
      ["untouched", "node-3", "web-3"],
    ]);
    expect([found.code, plan.complete, plan.destructive]).toEqual([3, true, 1]);
    expect(plan.totals).toEqual({
      erased: 1,
      installed: 1,
      "powered off": 1,
      rebooted: 1,
      "powered on": 1,
      untouched: 2,
    });
    const hosts = byHost(found);
    const serial = (at: number) => lab.host(`node-${at}`).disks[0]?.serial;
    expect(hosts.get("node-1")).toMatchObject({
      why: ["`userData` changed"],
      disks: [{ serial: serial(1), sizeGiB: expect.any(Number) }],
      usualSeconds: 600,
      live: { power: "on", notes: [] },
    });
    expect(hosts.get("node-0")).toMatchObject({ disks: [{ serial: serial(0) }], usualSeconds: 600 });
    expect(hosts.get("node-2")?.sentences).toEqual([
      expect.stringMatching(
        /^machine `web-2` is deleted \(`onDestroy: "deprovision"`\): .*power off.*disks untouched$/,
      ),
      expect.stringMatching(/^host `node-2` is deleted \(`onDestroy: "remove"`\): removed, .*deleted from Ironic/),
    ]);
    expect(hosts.get("node-5")?.sentences).toEqual([
      expect.stringMatching(/^will power on and boot the deploy ramdisk on host `node-5` .*disks are not written/),
    ]);
    expect(hosts.get("node-6")?.sentences).toEqual(["will power on host `node-6`: `online` is true, and it is off"]);
    expect(hosts.get("rack1-u4")?.resources).toMatchObject([{ renamedFrom: "node-4" }, { renamedFrom: "web-4" }]);
  });

  it("asks each endpoint for one list, and for nothing with --offline", async () => {
    const lists = (await ironworks([...STACK, "--json"])).requests.filter((request) => request !== "GET /");
    expect(lists).toEqual([expect.stringMatching(/^GET .*nodes$/)]);
    const offline = await ironworks([...STACK, "--json", "--offline"]);
    expect(offline.requests).toEqual([]);
    expect(JSON.parse(offline.text)).toMatchObject({ destructive: 1, endpoints: [] });
  });

  it.each([80, 120])("fits a terminal of %s columns, totals at the end", async (columns) => {
    const { code, text } = await ironworks(STACK, columns);
    expect(code).toBe(3);
    const lines = text.trimEnd().split("\n");
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines[0]).toMatch(/^WHAT +HOST/);
    expect(lines[1]).toMatch(/^✗ erased +node-1 .*sda|nvme/);
    expect(text).toMatch(/\ndev: 1 erased · 1 installed · 1 powered off/);
    expect(lines.at(-1)).toBe("✗ 1 host would lose data; --max-destructive allows 0.");
  });

  it("is a gate: as many as are allowed", async () => {
    expect((await ironworks([...STACK, "--max-destructive", "1"])).code).toBe(0);
  });

  it("of files, with an endpoint that does not answer: a warning, and the plan", async () => {
    const [preview, state] = [join(folder, "preview.json"), join(folder, "state.json")];
    const elsewhere = (text: string): string => text.replaceAll(lab.endpoint, "http://127.0.0.1:1");
    await writeFile(preview, elsewhere(await project.pulumi(["preview", "--json"])));
    await writeFile(state, elsewhere(await project.pulumi(["stack", "export"])));
    const { code, text, requests } = await ironworks(["--preview", preview, "--state", state], 120);
    expect([code, requests]).toEqual([3, []]);
    expect(text).toContain("warning: endpoint `lab` was not read");
    expect(text).toMatch(
      /\npreview\.json: 1 erased · 1 installed · 1 powered off · 1 rebooted · 1 powered on · 2 untouched\n/,
    );
  });

  it("says what was refused, and what the preview did not come to", async () => {
    await project.pulumi(["config", "set", "checksum", `sha256:${"a".repeat(64)}`]);
    const { code, text } = await ironworks([...STACK, "--json"]);
    await project.pulumi(["config", "set", "checksum", lab.images[0].checksum]);
    const plan = JSON.parse(text) as FleetPlan;
    expect([code, plan.complete]).toEqual([1, false]);
    const refused = plan.hosts.filter(({ effect }) => effect === "refused");
    expect(refused.length).toBeGreaterThan(0);
    for (const { sentences, host } of refused) {
      expect(["node-3", "rack1-u4"]).toContain(host);
      expect(sentences.join(" ")).toContain("[REINSTALL_REFUSED] next: to reinstall, write");
    }
  });
});

it("a project that has no stack of that name: what to do", async () => {
  const { code, text } = await ironworks(["--stack", "none"]);
  expect(code).toBe(1);
  expect(text).toMatch(/the stack `none`.*cannot be read[\s\S]*next: check the stack's name/);
});
