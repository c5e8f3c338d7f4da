import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const REPOSITORY = join(__dirname, "..", "..", "..");
const BIN = join(REPOSITORY, "packages", "cli", "bin", "ironworks.js");

const folder = mkdtempSync(join(tmpdir(), "ironworks-loaded-"));
afterAll(() => rmSync(folder, { recursive: true }));
const probe = join(folder, "probe.cjs");
const list = join(folder, "loaded.json");

/** Parts of the command, each by a file that it cannot do without. */
const PARTS = {
  "the Kubernetes client": /[/\\]@kubernetes[/\\]client-node[/\\]/,
  "the HTTP client": /[/\\]node_modules[/\\]axios[/\\]/,
  "the lab": /[/\\]packages[/\\]lab[/\\]/,
  "the reader of YAML": /[/\\]node_modules[/\\]yaml[/\\]/,
  "core's hosts": /[/\\]core[/\\]dist[/\\]host[/\\]/,
  "the rules": /[/\\]metal3[/\\]dist[/\\]rules[/\\]/,
  "the guard": /[/\\]metal3[/\\]dist[/\\]guard[/\\]/,
  "the stack": /[/\\]metal3[/\\]dist[/\\]stack[/\\]synthesise\.js$/,
  "the difference": /[/\\]cli[/\\]dist[/\\]diff[/\\]/,
  "the driver of Ironic": /[/\\]ironic[/\\]dist[/\\]index\.js$/,
  "the status": /[/\\]cli[/\\]dist[/\\]status[/\\]/,
  "the plan": /[/\\]cli[/\\]dist[/\\]plan[/\\]/,
  "the page": /[/\\]cli[/\\]dist[/\\]status[/\\]html[/\\]/,
  bcrypt: /[/\\]bcryptjs[/\\]/,
} as const;

/** The parts that a command loads, by their names, and how it ends. */
function loadedBy(...args: readonly string[]): { readonly code: number | null; readonly parts: readonly string[] } {
  rmSync(list, { force: true });
  const { status } = spawnSync(process.execPath, ["-r", probe, BIN, ...args], {
    env: { ...process.env, LOADED: list, KUBECONFIG: join(folder, "none"), IRONWORKS_CACHE: folder },
    encoding: "utf8",
  });
  const files = JSON.parse(readFileSync(list, "utf8")) as readonly string[];
  expect(files).toContain(join(REPOSITORY, "packages", "cli", "dist", "main.js"));
  const parts = Object.entries(PARTS).filter(([, pattern]) => files.some((file) => pattern.test(file)));
  return { code: status, parts: parts.map(([part]) => part) };
}

beforeAll(() => {
  const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
  const built = spawnSync(process.execPath, [tsc, "-b", "packages/cli"], { cwd: REPOSITORY, encoding: "utf8" });
  expect([built.status, built.stdout]).toEqual([0, ""]);
  writeFileSync(
    probe,
    'process.on("exit", () => require("node:fs").writeFileSync(process.env.LOADED, JSON.stringify(Object.keys(require.cache))));',
  );
});

describe("a command loads what it needs", () => {
  const stack = ["render", "--release", "v0.13.2", "--deploy-flags", "-b -n"];
  const manifests = join(folder, "manifests");

  it("render: the stack alone, into the terminal or a folder", () => {
    expect(loadedBy(...stack)).toEqual({ code: 0, parts: ["the stack"] });
    expect(loadedBy(...stack, "--out", manifests)).toEqual({ code: 0, parts: ["the stack"] });
  });

  it("render --diff with a folder: no client of a cluster", () => {
    const { code, parts } = loadedBy(...stack, "--diff", manifests);
    expect([code, [...parts].sort()]).toEqual([0, ["the difference", "the reader of YAML", "the stack"]]);
  });

  // What is not there above is seen here, where it must be.
  it("render --diff cluster: the Kubernetes client", () => {
    const { code, parts } = loadedBy(...stack, "--diff", "cluster");
    expect(code).toBe(2);
    expect(parts).toEqual(expect.arrayContaining(["the Kubernetes client", "the HTTP client", "the difference"]));
  });

  it("render of a password file: bcrypt", () => {
    const env = [
      "--env",
      "IRONIC_HOST_IP=10.0.20.99",
      "--env",
      "IRONIC_USERNAME=a",
      "--env",
      "IRONIC_PASSWORD=hunter2",
    ];
    const { code, parts } = loadedBy("render", "--release", "v0.13.2", "--deploy-flags", "-i", ...env);
    expect([code, [...parts].sort()]).toEqual([0, ["bcrypt", "the stack"]]);
  });

  it("guard, check and lab: what is theirs", () => {
    expect(loadedBy("guard").parts).toContain("the guard");
    const checked = loadedBy("check", "--release", "v0.13.2", manifests).parts;
    expect(checked).toEqual(expect.arrayContaining(["the rules", "the reader of YAML", "core's hosts"]));
    expect(loadedBy("lab", "status", "--name", "none-of-these").parts).toContain("the lab");
    for (const parts of [loadedBy("guard").parts, checked]) {
      expect(parts).not.toContain("the Kubernetes client");
      expect(parts).not.toContain("the lab");
    }
  });

  it("doctor: the HTTP client, and neither cluster, guard nor stack; explain: what a failure means", () => {
    const { code, parts } = loadedBy("doctor", "--bmc", "redfish+http://127.0.0.1:9");
    expect([code, [...parts].sort()]).toEqual([1, ["core's hosts", "the HTTP client", "the reader of YAML"]]);
    expect(loadedBy("explain", "IRONIC_TLS")).toEqual({ code: 0, parts: ["core's hosts"] });
  });

  it("status: the driver of Ironic; the page only where one is asked for", () => {
    const nobody = ["status", "--endpoint", "http://127.0.0.1:1"];
    const { code, parts } = loadedBy(...nobody);
    expect([code, [...parts].sort()]).toEqual([
      1,
      ["core's hosts", "the HTTP client", "the driver of Ironic", "the status"],
    ]);
    expect(loadedBy(...nobody, "--html", join(folder, "fleet.html")).parts).toContain("the page");
  });

  it("--help and --version: nothing", () => {
    for (const args of [
      ["--help"],
      ["--version"],
      ["render", "--help"],
      ["check", "--help"],
      ["doctor", "--help"],
      ["explain", "--help"],
      ["status", "--help"],
      ["plan", "--help"],
      ["lab", "up", "--help"],
    ]) {
      expect([args, loadedBy(...args)]).toEqual([args, { code: 0, parts: [] }]);
    }
  });
});
