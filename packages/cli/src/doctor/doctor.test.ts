import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { unanswered } from "./checks/endpointAnswers.js";
import { doctor } from "./doctor.js";
import { SPOKEN } from "./ironicReader.js";
import { doctorFindings, doctorText } from "./testing/runDoctor.js";
import { type Script, scriptedIronic } from "./testing/scriptedIronic.js";
import { selfSigned } from "./testing/selfSigned.js";

const NOW = new Date();
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

const DRIVER = {
  name: "redfish",
  hosts: ["c1"],
  enabled_boot_interfaces: ["redfish-virtual-media"],
  enabled_power_interfaces: ["redfish"],
};
const CONDUCTOR = { hostname: "c1", conductor_group: "", alive: true, updated_at: ago(0) };

/** A node that is well, whose BMC is a closed port unless it says otherwise. */
function node(name: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    uuid: `uuid-${name}`,
    name,
    driver: "redfish",
    driver_info: { redfish_address: "http://127.0.0.1:9" },
    driver_internal_info: {},
    instance_info: {},
    provision_state: "available",
    power_state: "power off",
    last_error: null,
    fault: null,
    maintenance: false,
    maintenance_reason: null,
    provision_updated_at: ago(1),
    boot_interface: "redfish-virtual-media",
    power_interface: "redfish",
    ...more,
  };
}

const WELL: Script = { conductors: [CONDUCTOR], drivers: [DRIVER] };

async function look(script: Script, ...args: readonly string[]) {
  await using server = await scriptedIronic({ ...WELL, ...script });
  return await doctorFindings("--endpoint", server.url, "--name", "site", ...args);
}

afterEach(() => vi.unstubAllEnvs());

it("speaks the versions that the driver speaks", () => {
  const driver = readFileSync(join(__dirname, "../../../../providers/ironic/src/api/apiVersion.ts"), "utf8");
  const minor = (name: string) => Number(new RegExp(`${name} = (\\d+);`).exec(driver)?.[1]);
  expect(SPOKEN).toEqual({ oldest: minor("OLDEST_MINOR"), newest: minor("NEWEST_MINOR") });
});

describe("an endpoint", () => {
  it("that is well has errors nowhere, and receives GET and HEAD alone", async () => {
    await using server = await scriptedIronic({ ...WELL, files: { "/redfish/v1/": "{}", "/ipa.iso": "iso" } });
    const info = { redfish_address: server.url, deploy_iso: `${server.url}/ipa.iso` };
    await using ironic = await scriptedIronic({ ...WELL, nodes: [node("a", { driver_info: info })] });
    const { code, findings } = await doctorFindings("--endpoint", ironic.url);
    expect(findings.filter(({ status }) => status !== "ok").map(({ check, seen }) => [check, seen])).toEqual([
      ["tls", "plain HTTP"],
    ]);
    expect(code).toBe(0);
    for (const request of [...server.requests, ...ironic.requests]) {
      expect(request).toMatch(/^(?:GET|HEAD) /);
    }
  });

  it("that wants credentials: none given, wrong ones, half of them, right ones", async () => {
    const script = { account: "admin:right" };
    const none = await look(script);
    expect(none.one("credentials")).toMatchObject({
      status: "error",
      seen: "the endpoint wants credentials (401), and none were given",
      next: "set IRONWORKS_SITE_USERNAME and IRONWORKS_SITE_PASSWORD in the environment",
    });
    expect(none.one("conductors").status).toBe("skipped");
    expect(none.code).toBe(1);
    vi.stubEnv("IRONWORKS_SITE_USERNAME", "admin");
    expect((await look(script)).one("credentials").seen).toContain("no password");
    vi.stubEnv("IRONWORKS_SITE_PASSWORD", "wrong-one");
    const wrong = await look(script);
    expect(wrong.one("credentials").seen).toContain("refused (401)");
    expect(JSON.stringify(wrong.findings)).not.toContain("wrong-one");
    vi.stubEnv("IRONWORKS_SITE_PASSWORD", "right");
    expect((await look(script)).one("credentials").status).toBe("ok");
  });

  it("too old, too new, and not Ironic", async () => {
    expect((await look({ versions: { min: "1.1", max: "1.50" } })).one("api-version").status).toBe("error");
    expect((await look({ versions: { min: "1.200", max: "1.300" } })).one("api-version").status).toBe("error");
    const other = await look({ files: { "/": "<html>hello</html>" } });
    expect(other.one("api-version").seen).toContain("not an Ironic API");
    expect(other.one("nodes").status).toBe("skipped");
  });

  it("with another time", async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toUTCString();
    expect((await look({ date: at(2) })).one("clock")).toMatchObject({
      status: "warning",
      seen: expect.stringContaining("ahead"),
    });
    expect((await look({ date: at(-30) })).one("clock")).toMatchObject({
      status: "error",
      seen: expect.stringContaining("behind"),
    });
    expect((await look({ date: at(0) })).one("clock").status).toBe("ok");
  });

  it("without conductors, with dead ones, and with one that writes no heartbeat", async () => {
    const dead = { ...CONDUCTOR, hostname: "c2", alive: false, updated_at: ago(90.5) };
    expect((await look({ conductors: [] })).one("conductors").status).toBe("error");
    expect((await look({ conductors: [dead] })).one("conductors")).toMatchObject({
      status: "error",
      seen: expect.stringContaining("last heard of 90m ago"),
    });
    expect((await look({ conductors: [CONDUCTOR, dead] })).of("conductors")).toEqual({ c1: "ok", c2: "warning" });
    expect((await look({ conductors: [{ ...CONDUCTOR, alive: false }] })).one("conductors").status).toBe("ok");
  });

  it("without a driver or an interface that hosts need", async () => {
    const ipmi = node("old", { driver: "ipmi", driver_info: { ipmi_address: "192.0.2.1" }, boot_interface: "ipxe" });
    const pxe = node("pxe", { boot_interface: "ipxe" });
    const { findings, of } = await look({ nodes: [ipmi, pxe] });
    expect(of("drivers")).toEqual({ "site: ipmi": "error", "site: redfish": "error" });
    const texts = findings.filter(({ check }) => check === "drivers").map(({ seen, next }) => `${seen} | ${next}`);
    expect(texts.join("\n")).toContain("`ipmi` is not enabled, and `old` needs it; enabled: redfish");
    expect(texts.join("\n")).toContain(
      "not enabled: boot_interface ipxe (`pxe`) | add them to `enabled_boot_interfaces`",
    );
  });

  it("that is named by its host, which nobody knows", async () => {
    const { code, one } = await doctorFindings("--endpoint", "http://ironic.invalid:6385");
    expect(one("endpoint-name").status).toBe("error");
    expect(one("endpoint").status).toBe("error");
    expect(one("api-version").status).toBe("skipped");
    expect(code).toBe(1);
  });
});

describe("hosts", () => {
  it("failed, in maintenance, in wait: each with its reason", async () => {
    const nodes = [
      node("well"),
      node("failed", { provision_state: "deploy failed", last_error: "Timeout reached while waiting for callback" }),
      node("set", { maintenance: true, maintenance_reason: "new fan" }),
      node("fault", { maintenance: true, fault: "power failure", maintenance_reason: "BMC gone" }),
      node("beating", { provision_state: "wait call-back", driver_internal_info: { agent_last_heartbeat: ago(1) } }),
      node("dead", { provision_state: "clean wait", driver_internal_info: { agent_last_heartbeat: ago(12) } }),
      node("booting", { provision_state: "inspect wait" }),
      node("never", { provision_state: "inspect wait", provision_updated_at: ago(40) }),
      node("new", { power_state: null, provision_state: "enroll" }),
    ];
    const { of, findings, code } = await look({ nodes });
    expect(of("nodes")).toMatchObject({ well: "ok", failed: "error", dead: "ok" });
    expect(of("maintenance")).toMatchObject({ well: "ok", set: "warning", fault: "error" });
    expect(of("heartbeat")).toEqual({ beating: "ok", dead: "error", booting: "ok", never: "warning" });
    expect(of("bmc-ironic")).toMatchObject({ well: "ok", fault: "error", new: "warning" });
    expect(findings.find(({ subject, check }) => subject === "set" && check === "maintenance")?.seen).toContain(
      "new fan",
    );
    expect(code).toBe(1);
  });

  it("whose settings Ironic finds incomplete; a missing image is none of that", async () => {
    const missing = (what: string) =>
      `Cannot validate image information because one or more parameters are missing. Missing are: ['${what}']`;
    const validation = {
      power: { result: true },
      management: { result: true },
      boot: { result: false, reason: missing("instance_info.image_source") },
    };
    expect((await look({ nodes: [node("a")], validation })).one("validate").status).toBe("ok");
    const ramdisk = { ...validation, boot: { result: false, reason: missing("deploy_kernel") } };
    expect((await look({ nodes: [node("a")], validation: ramdisk })).one("validate")).toMatchObject({
      status: "error",
      seen: expect.stringContaining("does not know the deploy ramdisk"),
    });
  });

  it("a BMC that refuses is an error; what speaks IPMI is not asked", async () => {
    const { of } = await look({
      nodes: [node("a"), node("b", { driver: "ipmi", driver_info: { ipmi_address: "192.0.2.1" } })],
    });
    expect(of("bmc")).toEqual({ a: "error", b: "skipped" });
    const given = await doctorFindings("--bmc", "redfish+http://127.0.0.1:9", "--bmc", "carrier://x");
    expect(given.of("bmc")).toEqual({ "127.0.0.1:9": "error" });
    expect(given.of("stack")).toEqual({ x: "error" });
  });

  it("many are summarised, and those that failed are listed", async () => {
    const nodes = Array.from({ length: 1200 }, (_, at) => node(`n${at}`, { driver_info: {} }));
    nodes[700] = node("bad", {
      driver_info: {},
      provision_state: "clean failed",
      last_error: "IPMI call failed: power status.",
    });
    await using server = await scriptedIronic({ ...WELL, nodes });
    const { code, out } = await doctorText("--endpoint", server.url);
    expect(code).toBe(1);
    expect(out).toMatch(/nodes +error +Ironic +bad: is in `clean failed`: ipmitool failed/);
    expect(out).toMatch(/nodes +ok +Ironic +1199 of them: is in `available`/);
    expect(out.split("\n").length).toBeLessThan(60);
    // Pages of the list, and a `validate` for each.
    expect(server.requests.filter((request) => request.startsWith("GET /v1/nodes/detail"))).toHaveLength(3);
  });
});

describe("files", () => {
  it("there, missing, empty, without a server, and a name that nobody knows", async () => {
    await using server = await scriptedIronic({ files: { "/a.iso": "x".repeat(2048), "/empty": "" } });
    const urls = [
      `${server.url}/a.iso`,
      `${server.url}/gone.iso`,
      `${server.url}/empty`,
      "http://127.0.0.1:9/x",
      "http://ironic-httpd:6180/ipa.iso",
    ];
    const { of, findings } = await doctorFindings(...urls.flatMap((url) => ["--url", url]));
    expect(Object.values(of("url"))).toEqual(["ok", "error", "error", "error", "error"]);
    expect(of("names")).toEqual({ "ironic-httpd": "error" });
    expect(findings.find(({ check }) => check === "names")?.next).toContain("do not know the Services of a cluster");
    expect(new Set(findings.filter(({ check }) => check === "url").map(({ from }) => from))).toEqual(new Set(["here"]));
  });

  it("behind a certificate that nobody knows: there, with a warning", async () => {
    const facts = {
      names: ["127.0.0.1"],
      validFrom: new Date(NOW.getTime() - 86_400_000),
      validTo: new Date(NOW.getTime() + 86_400_000),
    };
    await using server = await scriptedIronic({ files: { "/a.iso": "iso" } }, selfSigned(facts));
    const { one } = await doctorFindings("--url", `${server.url}/a.iso`);
    expect(one("url")).toMatchObject({ status: "warning", seen: expect.stringContaining("not trusted") });
    const gone = await doctorFindings("--url", `${server.url}/b.iso`);
    expect(gone.one("url").status).toBe("error");
  });

  it("an image of a node: its checksum may be a list, which must name it", async () => {
    await using server = await scriptedIronic({
      files: { "/a.raw": "image", "/SUMS": `${"0".repeat(64)}  a.raw\n`, "/OTHER": `${"0".repeat(64)}  b.raw\n` },
    });
    const image = (name: string, more: object) =>
      node(name, { instance_info: { image_source: `${server.url}/a.raw`, ...more } });
    const statusOf = async (more: object) => (await look({ nodes: [image("a", more)] })).one("checksum").status;
    expect(await statusOf({ image_checksum: `${server.url}/SUMS` })).toBe("ok");
    expect(await statusOf({ image_checksum: `${server.url}/OTHER` })).toBe("error");
    expect(await statusOf({ image_checksum: `${server.url}/NONE` })).toBe("error");
    expect(await statusOf({ image_os_hash_algo: "sha256", image_os_hash_value: "ab" })).toBe("ok");
    expect(await statusOf({})).toBe("error");
  });
});

describe("the command", () => {
  it("used wrongly ends with 2", async () => {
    for (const args of [
      ["--endpoint", "nonsense"],
      ["--endpoint", "http://u:p@x"],
      ["--ca", "x.pem", "--bmc", "ipmi://x"],
      ["--cwd", "/nowhere"],
      ["--timeout", "0", "--bmc", "ipmi://x"],
    ]) {
      expect([args, (await doctorText(...args)).code]).toEqual([args, 2]);
    }
    expect((await doctorText("--endpoint", "http://admin:hunter2@x")).error).not.toContain("hunter2");
  });

  it("shows a line of progress to whoever watches, and takes it away", async () => {
    const lines: string[] = [];
    const options = { cwd: ".", name: "ironic", file: [], bmc: ["ipmi://192.0.2.1"], url: [], timeout: 1, parallel: 2 };
    const io = { out: () => undefined, error: () => undefined, environment: () => undefined, readStdin: () => "" };
    expect(await doctor(options, { ...io, progress: (line) => lines.push(line) })).toBe(0);
    expect(lines).toContain("1 of 1 checks");
    expect(lines.at(-1)).toBe("");
  });

  it("says of upstream's example address what it is", () => {
    const { next } = unanswered("site", "http://172.22.0.2:6385", { kind: "timeout", text: "no answer in time" });
    expect(next).toContain("upstream's development environment");
  });
});
