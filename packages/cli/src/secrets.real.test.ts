import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashOf } from "@ironworks/core/json";
import { Lab } from "@ironworks/lab";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createProgram } from "./program.js";
import { StackProject } from "./pulumi/testing/stackProject.js";
import { runProgram } from "./runProgram.js";
import { EchoingIronic } from "./testing/echoingIronic.js";
import { ProcessWatch, type SeenProcess } from "./testing/processWatch.js";

const canary = (place: string): string => `canary-${place}-${randomBytes(6).toString("hex")}`;

/** Given as plain values, so that nobody but us makes secrets of them. */
const CANARIES = {
  bmcPassword: canary("bmc"),
  apiPassword: canary("api"),
  userData: `#cloud-config\nchpasswd: { list: "root:${canary("user")}" }\n`,
  otherUserData: `#cloud-config\nruncmd: [echo ${canary("other")}]\n`,
  metaData: canary("meta"),
  networkData: canary("network"),
  imageLogin: canary("login"),
  imageToken: canary("token"),
};

/**
 * `web-0` is installed. The others fail: a BMC's password, an image's checksum, an Ironic that refuses an install or a host
 * and says what it was sent, an endpoint's password. In the phase `changed`, `web-0` is to be reinstalled.
 */
const PROGRAM = `
const { readFileSync } = require("node:fs");
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const { hosts, image, ramdisk, endpoints, account, canaries } = JSON.parse(readFileSync(process.env.CANARY_FILE, "utf8"));
const phase = process.env.CANARY_PHASE;
const to = (name, login) => ironicApi(name, { endpoint: endpoints[name], ramdisk: IpaImage.iso(ramdisk), ...login });
const [lab, machines, enrolments, locked] = [
  to("lab"), to("machines", account), to("hosts", account), to("locked", { ...account, password: canaries.apiPassword }),
];
const host = (at, route, bmc = hosts[at].bmc) =>
  new BareMetalHost(hosts[at].name, { route, bmc, bootMACAddress: hosts[at].bootMACAddress });
const machine = (at, on, { checksum = image.checksum, url = image.url, ...args } = {}) =>
  new ProvisionedMachine("web-" + at, {
    host: on,
    image: InstanceImage.url(url, { checksum, format: "raw" }),
    rootDeviceHints: { serialNumber: hosts[at].disks[0].serial },
    userData: canaries.userData,
    metaData: { join: canaries.metaData },
    networkData: { links: [], networks: [], services: [{ type: "dns", address: canaries.networkData }] },
    ...args,
  });
const changed = phase === "changed" ? { userData: canaries.otherUserData, reinstall: { allow: true } } : {};
machine(0, host(0, lab), changed);
if (phase === "images") {
  machine(1, host(1, lab), { url: image.url.replace("//", "//robot:" + canaries.imageLogin + "@") });
  machine(2, host(2, lab), { url: image.url + "?token=" + canaries.imageToken });
} else {
  host(1, lab, { ...hosts[1].bmc, password: canaries.bmcPassword });
  machine(2, host(2, lab), { checksum: "sha256:" + "0".repeat(64) });
  machine(3, host(3, machines));
  host(4, enrolments);
  host(5, locked);
}
`;

let lab: Lab;
let project: StackProject;
const gates: EchoingIronic[] = [];
/** Everything that was printed, by what was run. */
const said = new Map<string, string>();
let processes: readonly SeenProcess[];

beforeAll(async () => {
  lab = await Lab.start({ hosts: 6 });
  project = await StackProject.create(PROGRAM);
  const [machines, hosts] = [await echoing(isInstall), await echoing(isEnrolment)];
  const { endpoint, images, ramdisk, credentials: account } = lab;
  const endpoints = { lab: endpoint, machines, hosts, locked: endpoint };
  const given = { hosts: lab.hosts, image: images[0], ramdisk: ramdisk.iso, endpoints, account, canaries: CANARIES };
  const file = join(dirname(project.folder), "..", `canaries-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(given));
  for (const [name, value] of Object.entries({ ...project.environment, CANARY_FILE: file, CANARY_PHASE: "first" })) {
    vi.stubEnv(name, value);
  }
  await project.pulumi(["config", "set", "ironworks:lab.username", account.username]);
  await project.secret("ironworks:lab.password", account.password);

  const watch = new ProcessWatch();
  await pulumi("up", "--yes", "--skip-preview", "--continue-on-error");
  vi.stubEnv("CANARY_PHASE", "changed");
  await pulumi("preview", "--diff");
  await pulumi("preview", "--json");
  await pulumi("preview", "--json", "--debug");
  await ironworks("plan", "--json");
  await ironworks("plan");
  await ironworks("status", "--json");
  await ironworks("doctor", "--json");
  await pulumi("refresh", "--yes", "--skip-preview");
  await pulumi("up", "--yes", "--skip-preview", "--continue-on-error", "--json");
  await pulumi("stack", "export");
  await pulumi("stack", "output", "--json");
  vi.stubEnv("CANARY_PHASE", "images");
  await pulumi("preview");
  processes = watch.stop();
  rmSync(file);
}, 1_200_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(gates.map((gate) => gate.close()));
  await project?.dispose();
  await lab?.stop();
});

async function echoing(refuses: (method: string, path: string, body: string) => boolean): Promise<string> {
  const gate = await EchoingIronic.open(lab.endpoint, refuses);
  gates.push(gate);
  return gate.endpoint;
}

function isInstall(method: string, _path: string, body: string): boolean {
  return method === "PUT" && body.includes('"active"');
}

function isEnrolment(method: string, path: string): boolean {
  return method === "POST" && path.startsWith("/v1/nodes");
}

async function pulumi(...args: string[]): Promise<void> {
  said.set(`pulumi ${args.join(" ")} (${said.size})`, await project.pulumi(args, { mayFail: true }));
}

async function ironworks(...args: string[]): Promise<void> {
  let text = "";
  const add = (more: string): void => {
    text += more;
  };
  const line = ["node", "ironworks", ...args, "--cwd", project.folder, "--stack", "dev"];
  await runProgram(createProgram(), line, { out: add, error: add });
  said.set(`ironworks ${args.join(" ")}`, text);
}

/** Every secret that stands anywhere, as it may be written. */
function secrets(): readonly (readonly [name: string, secret: string])[] {
  const { userData, otherUserData, ...words } = CANARIES;
  const wordIn = (text: string): string => /canary-[\w-]+/.exec(text)?.[0] ?? expect.fail("no canary");
  const plain = {
    ...words,
    userData: wordIn(userData),
    otherUserData: wordIn(otherUserData),
    "the endpoint's password": lab.credentials.password,
    ...Object.fromEntries(lab.hosts.map(({ name, bmc }) => [`the password of ${name}'s BMC`, bmc.password])),
  };
  return Object.entries(plain).flatMap(([name, secret]) => [
    [name, secret] as const,
    [`${name}, in base64`, Buffer.from(secret).toString("base64")] as const,
    [`${name}, with its user in base64`, Buffer.from(`admin:${secret}`).toString("base64")] as const,
    [`${name}, its hash`, hashOf(secret)] as const,
    [`${name}, its SHA-256`, createHash("sha256").update(secret).digest("hex")] as const,
  ]);
}

/** Of inputs as a whole: who can guess the input could check the guess. */
function hashes(): readonly (readonly [name: string, secret: string])[] {
  return [
    ["the hash of user data", hashOf(CANARIES.userData)],
    ["the hash of the other user data", hashOf(CANARIES.otherUserData)],
    ["the hash of metadata", hashOf({ join: CANARIES.metaData })],
  ];
}

/** Names of what is found in the text, and where. */
function leaksIn(where: string, text: string): readonly string[] {
  return [...secrets(), ...hashes()].filter(([, secret]) => text.includes(secret)).map(([name]) => `${name}: ${where}`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

/** What Ironic's API shows of the lab, by path. */
async function recordsOfIronic(): Promise<ReadonlyMap<string, string>> {
  const { username, password } = lab.credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const headers = { authorization, "x-openstack-ironic-api-version": "1.82" };
  const records = new Map<string, string>();
  const get = async (path: string): Promise<string> => {
    const text = await (await fetch(`${lab.endpoint}${path}`, { headers })).text();
    records.set(path, text);
    return text;
  };
  const { nodes } = JSON.parse(await get("/v1/nodes/detail")) as {
    readonly nodes: readonly { readonly uuid: string }[];
  };
  await get("/v1/ports/detail");
  for (const { uuid } of nodes) {
    for (const part of ["", "/history/detail", "/inventory", "/validate", "/states"]) {
      await get(`/v1/nodes/${uuid}${part}`);
    }
  }
  return records;
}

describe("a secret in every place where one can stand", () => {
  it("has been where it could leak: an install, and every failure that was meant", () => {
    const up = [...said].find(([name]) => name.startsWith("pulumi up"))?.[1] ?? "";
    for (const code of ["BMC_CREDENTIALS", "CHECKSUM_MISMATCH", "IRONIC_BAD_REQUEST", "IRONIC_UNAUTHORIZED"]) {
      expect(up).toContain(`[${code}]`);
    }
    expect(up).toContain("Schema error");
    expect([...said.values()].at(-1)).toContain("holds a signature, key or token");
    expect([...said.values()].at(-1)).toContain("holds a user name or password");
    expect(lab.ledger().filter(({ kind, host }) => kind === "write" && host === "node-0").length).toBeGreaterThan(0);
  });

  it("is in nothing that is printed: errors, previews, plans, exports, debug lines", () => {
    expect([...said].flatMap(([name, text]) => leaksIn(name, withoutDebugOfSdk(text)))).toEqual([]);
  });

  it("is in no file: state, its history, configuration, logs", () => {
    const files = filesBelow(dirname(project.folder));
    expect(files.some((file) => file.endsWith("dev.json"))).toBe(true);
    expect(files.flatMap((file) => leaksIn(file, readFileSync(file, "latin1")))).toEqual([]);
  });

  it("is in no command line and no environment of what we start", () => {
    expect(processes.some(({ command }) => command.includes("dynamic-provider"))).toBe(true);
    const found = processes.flatMap(({ command, variables }) => [
      ...leaksIn(`the command line ${command.slice(0, 40)}…`, command),
      ...leaksIn(`the environment of ${command}`, withoutPulumisOwn(variables)),
    ]);
    expect(found).toEqual([]);
  });

  it("is in no record of Ironic, whose API masks what it must keep", async () => {
    const records = await recordsOfIronic();
    expect([...records].flatMap(([path, text]) => leaksIn(path, text))).toEqual([]);
    // What Ironic must keep to reach the BMC, and to make the config drive: it shows neither.
    const [detail = ""] = [...records].filter(([path]) => path === "/v1/nodes/detail").map(([, text]) => text);
    const { nodes } = JSON.parse(detail) as { readonly nodes: readonly KeptNode[] };
    const installed = nodes.find(({ name }) => name?.includes("node-0")) ?? nodes[0];
    expect(installed?.driver_info.redfish_password).toBe("******");
    expect(nodes.map(({ instance_info }) => instance_info.configdrive)).toContain("******");
  });

  it("is in nothing that the lab keeps but Ironic's own database, logs and password files", () => {
    expect(leaksIn("the ledger", JSON.stringify(lab.ledger()))).toEqual([]);
    expect(leaksIn("the requests", JSON.stringify(lab.requests()))).toEqual([]);
  });
});

interface KeptNode {
  readonly name: string | null;
  readonly driver_info: Readonly<Record<string, unknown>>;
  readonly instance_info: Readonly<Record<string, unknown>>;
}

/**
 * Pulumi's SDK says at severity `debug` what each registration returned, secret outputs of every resource among it; so
 * `--json`, which has all severities, shows them. docs/guides/secrets.md warns of it.
 */
function withoutDebugOfSdk(text: string): string {
  return text.replace(/^.*RegisterResource RPC finished.*$/gm, "");
}

/** Pulumi hands the stack's configuration, and nothing else, to the user's own program in this variable. */
function withoutPulumisOwn(variables: string): string {
  return variables.replace(/^PULUMI_CONFIG=.*$/m, "");
}
