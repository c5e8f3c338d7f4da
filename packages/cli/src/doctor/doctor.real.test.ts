import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { Lab } from "@ironworks/lab";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { StackProject } from "../pulumi/testing/stackProject.js";
import { type DoctorFindings, doctorFindings, doctorText } from "./testing/runDoctor.js";
import { type CertificateFacts, selfSigned, type TestCertificate } from "./testing/selfSigned.js";

const PROGRAM = `
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const route = ironicApi("lab", { endpoint: config.require("endpoint"), ramdisk: IpaImage.iso(config.require("ramdisk")) });
const hosts = config.requireObject("hosts").map(({ name, bmc, mac }) => new BareMetalHost(name, {
  route,
  bmc: { ...bmc, password: config.requireSecretObject("passwords").apply((all) => all[name]) },
  bootMACAddress: mac,
}));
new ProvisionedMachine("web-0", {
  host: hosts[0],
  image: InstanceImage.url(config.require("image"), { checksum: config.require("checksum") }),
  rootDisk: (disks) => disks.only({ serial: config.require("serial") }),
});
`;

let lab: Lab;
let project: StackProject;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ironworks-doctor-"));
  lab = await Lab.start({ hosts: 2 });
  project = await StackProject.create(PROGRAM);
  for (const [name, value] of Object.entries(project.environment)) {
    vi.stubEnv(name, value);
  }
  const [first] = lab.hosts;
  const [image] = lab.images;
  const values = {
    endpoint: lab.endpoint,
    ramdisk: lab.ramdisk.iso,
    hosts: JSON.stringify(
      lab.hosts.map(({ name, bmc: { password: _, ...bmc }, bootMACAddress: mac }) => ({ name, bmc, mac })),
    ),
    image: image.url,
    checksum: image.checksum,
    serial: first.disks[0]?.serial ?? "",
    "ironworks:lab.username": lab.credentials.username,
  };
  for (const [key, value] of Object.entries(values)) {
    await project.pulumi(["config", "set", key, value]);
  }
  await project.secret(
    "passwords",
    JSON.stringify(Object.fromEntries(lab.hosts.map(({ name, bmc }) => [name, bmc.password]))),
  );
  await project.secret("ironworks:lab.password", lab.credentials.password);
  await project.pulumi(["up", "--yes", "--skip-preview"]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await project?.dispose();
  await lab?.stop();
  await rm(folder, { recursive: true, force: true });
});

const look = (...more: readonly string[]): Promise<DoctorFindings> =>
  doctorFindings("--stack", "dev", "--cwd", project.folder, "--timeout", "8", ...more);

/** Everything that is not well, as `check subject status`. */
const unwell = ({ findings }: DoctorFindings): readonly string[] =>
  findings
    .filter(({ status }) => status === "error" || status === "warning")
    .map(({ check, subject, status }) => `${check} ${subject} ${status}`);

describe("a healthy lab", () => {
  it("is well by every check, and nothing is touched", async () => {
    const [requests, ledger] = [lab.requests().length, lab.ledger().length];
    const found = await look();
    expect(unwell(found)).toEqual([]);
    expect(found.code).toBe(0);
    expect(found.findings.filter(({ status }) => status === "skipped").map(({ check }) => check)).toEqual(["tls"]);
    expect([...new Set(found.findings.map(({ check }) => check))]).toEqual([
      "stack",
      "endpoint-name",
      "endpoint",
      "tls",
      "api-version",
      "credentials",
      "clock",
      "conductors",
      "drivers",
      "ramdisk",
      "image",
      "checksum",
      "nodes",
      "validate",
      "maintenance",
      "heartbeat",
      "bmc-ironic",
      "bmc",
    ]);
    expect(found.of("bmc")).toEqual({ "node-0": "ok", "node-1": "ok" });
    const asked = lab
      .requests()
      .slice(requests)
      .filter(({ by }) => by === "client");
    expect(asked.length).toBeGreaterThan(5);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["GET"]));
    expect(lab.ledger().length).toBe(ledger);
  });

  it("shows no secret, in the table and in JSON", async () => {
    const { out } = await doctorText("--stack", "dev", "--cwd", project.folder);
    const shown = out + JSON.stringify((await look()).findings);
    for (const secret of [lab.credentials.password, ...lab.hosts.map(({ bmc }) => bmc.password)]) {
      expect(shown).not.toContain(secret);
    }
    expect(out).toContain("2 hosts, 1 machine, 1 endpoint in its state");
  });
});

describe("one fault at a time", () => {
  afterEach(async () => {
    for (const { name, host } of lab.faults.active()) {
      await lab.faults.off(name, { host });
    }
  });

  it("the image server has the image no more", async () => {
    await lab.faults.on("image-404");
    const found = await look();
    expect(unwell(found)).toEqual([`image ${lab.images[0].url} error`]);
    expect(found.code).toBe(1);
  });

  it("a BMC refuses connections; another hangs", async () => {
    await lab.faults.on("bmc-refused", { host: "node-0" });
    await lab.faults.on("bmc-hanging", { host: "node-1" });
    const found = await look();
    // Hosts stand in the order in which the engine was done with them.
    expect(unwell(found).toSorted()).toEqual(["bmc node-0 error", "bmc node-1 error"]);
    expect(found.findings.find(({ subject, check }) => check === "bmc" && subject === "node-1")?.seen).toContain(
      "takes connections and does not answer",
    );
    expect(new Set(found.findings.filter(({ check }) => check === "bmc").map(({ from }) => from))).toEqual(
      new Set(["here"]),
    );
  });

  it("Ironic is down: one error, and what needs it is skipped", async () => {
    await lab.faults.on("conductor-killed");
    const found = await look();
    expect(unwell(found)).toEqual(["endpoint lab error"]);
    expect(found.one("endpoint").seen).toContain("the connection is refused");
    for (const check of ["api-version", "credentials", "conductors", "drivers", "maintenance"]) {
      expect([check, found.one(check).status]).toEqual([check, "skipped"]);
    }
  });

  it("a node is in maintenance", async () => {
    await maintenance("PUT");
    const found = await look();
    expect(unwell(found)).toEqual(["maintenance node-1 warning"]);
    expect(found.code).toBe(0);
    await maintenance("DELETE");
  });

  it("the password of the stack's configuration is wrong, or none is there", async () => {
    await project.secret("ironworks:lab.password", "not-this-one");
    const wrong = await look();
    expect(unwell(wrong)).toEqual(["credentials lab error"]);
    expect(wrong.one("credentials").seen).toBe(
      "refused (401): the user name or the password from the stack's configuration is wrong",
    );
    expect(wrong.one("credentials").next).toContain("pulumi config set --secret ironworks:lab.password");
    for (const field of ["username", "password"]) {
      await project.pulumi(["config", "rm", `ironworks:lab.${field}`]);
    }
    expect((await look()).one("credentials").seen).toContain("none were given");
    await project.pulumi(["config", "set", "ironworks:lab.username", lab.credentials.username]);
    await project.secret("ironworks:lab.password", lab.credentials.password);
    expect((await look()).one("credentials").status).toBe("ok");
  });

  it("a driver that a host would need is not enabled", async () => {
    vi.stubEnv("IRONWORKS_LAB_USERNAME", lab.credentials.username);
    vi.stubEnv("IRONWORKS_LAB_PASSWORD", lab.credentials.password);
    const found = await doctorFindings("--endpoint", lab.endpoint, "--name", "lab", "--bmc", "ipmi://127.0.0.1:6230");
    expect(found.of("drivers")).toEqual({ "lab: ipmi": "error", "lab: redfish": "ok" });
    expect(found.of("nodes")).toEqual({
      "node-0~organization.site.dev": "ok",
      "node-1~organization.site.dev": "ok",
      "127.0.0.1:6230": "ok",
    });
  });
});

describe("TLS in front of the lab", () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000);
  const facts: CertificateFacts = { names: ["127.0.0.1"], validFrom: day(-10), validTo: day(300) };

  it.each([
    ["with the right authority", facts, true, "ok", "ok"],
    ["with another authority", facts, false, "error", "error"],
    ["with a certificate that has ended", { ...facts, validTo: day(-1) }, true, "error", "error"],
  ] as const)("%s", async (_, served, isRight, tls, endpoint) => {
    const certificate = selfSigned(served);
    const ca = join(folder, "ca.pem");
    await writeFile(ca, isRight ? certificate.cert : selfSigned(facts).cert);
    const front = await tlsFront(certificate, Number(new URL(lab.endpoint).port));
    const url = `https://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const found = await doctorFindings("--endpoint", url, "--name", "lab", "--ca", ca);
    front.close();
    expect([found.one("tls").status, found.one("endpoint").status]).toEqual([tls, endpoint]);
  });
});

/** Somebody else's hands on the lab's Ironic. */
async function maintenance(method: "PUT" | "DELETE"): Promise<void> {
  const { username, password } = lab.credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const { status } = await fetch(`${lab.endpoint}/v1/nodes/node-1~organization.site.dev/maintenance`, {
    method,
    headers: { authorization, "content-type": "application/json", "openstack-api-version": "baremetal 1.82" },
    ...(method === "PUT" && { body: JSON.stringify({ reason: "new fan" }) }),
  });
  expect(status).toBe(202);
}

/** Speaks TLS before a port that does not. */
async function tlsFront(certificate: TestCertificate, port: number): Promise<Server> {
  const server = createServer(certificate, (socket) => {
    const onward = connect(port, "127.0.0.1");
    socket.pipe(onward).pipe(socket);
    for (const each of [socket, onward]) {
      each.on("error", () => {
        socket.destroy();
        onward.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
