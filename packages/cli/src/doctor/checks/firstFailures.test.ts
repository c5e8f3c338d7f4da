import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProgram } from "../../program.js";
import { runProgram } from "../../runProgram.js";
import { doctorFindings } from "../testing/runDoctor.js";

/**
 * What somebody met first who deployed Metal3 by upstream's script in 2022, written down as public notes: each is said by a
 * check, before anything is deployed.
 */
const folder = mkdtempSync(join(tmpdir(), "ironworks-first-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function render(name: string, ...args: readonly string[]): Promise<string> {
  const out = join(folder, name);
  const output = { out: () => undefined, error: () => undefined };
  expect(await runProgram(createProgram(), ["node", "ironworks", "render", ...args, "--out", out], output)).toBe(0);
  return out;
}

/** Ramdisks are not asked for: the addresses of the example network may be anybody's. */
const written = async (path: string) => {
  const { findings } = await doctorFindings("--file", path, "--timeout", "1");
  return findings.filter(({ from }) => from === "written");
};

describe("the first failures of a new control plane", () => {
  let upstream: string;
  beforeAll(async () => {
    upstream = await render(
      "v0.1",
      "--release",
      "v0.1.2",
      "--deploy-flags",
      "-b -i -n",
      "--env",
      "IRONIC_HOST_IP=10.0.20.99",
    );
  });

  it("blank variables: `PROVISIONING_IP: unbound variable`", async () => {
    expect(await written(upstream)).toContainEqual(
      expect.objectContaining({
        check: "stack-variables",
        status: "error",
        seen: expect.stringMatching(/PROVISIONING_IP and IRONIC_IP are not defined/),
        next: expect.stringContaining("`PROVISIONING_IP=`"),
      }),
    );
  });

  it("`172.22.0.2:6385`: an address of upstream's example network", async () => {
    expect(await written(upstream)).toContainEqual(
      expect.objectContaining({ check: "stack-address", subject: "IRONIC_ENDPOINT", status: "error" }),
    );
  });

  it("the wrong node, and images that are not what they were", async () => {
    const findings = await written(upstream);
    expect(findings).toContainEqual(expect.objectContaining({ check: "stack-placement", status: "warning" }));
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: "stack-images",
        status: "error",
        seen: expect.stringContaining("no inspector any more"),
      }),
    );
  });

  it("`Name or service not known`: names of Services on the node's network; and a ramdisk at such a name", async () => {
    const file = join(folder, "names.json");
    const env = {
      IRONIC_EXTERNAL_HTTP_URL: "http://ironic-httpd:6180",
      DEPLOY_KERNEL_URL: "http://ironic-httpd:6180/k",
      DEPLOY_RAMDISK_URL: "http://ironic-httpd:6180/i",
    };
    const pod = (more: object) => ({
      hostNetwork: true,
      nodeSelector: { a: "b" },
      containers: [{ name: "ironic", image: "x@sha256:ab", envFrom: [{ configMapRef: { name: "env" } }] }],
      ...more,
    });
    const write = (more: object) =>
      writeFileSync(
        file,
        JSON.stringify({
          apiVersion: "v1",
          kind: "List",
          items: [
            { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "env" }, data: env },
            {
              apiVersion: "apps/v1",
              kind: "Deployment",
              metadata: { name: "ironic" },
              spec: { template: { spec: pod(more) } },
            },
          ],
        }),
      );
    write({});
    const { of, code, findings } = await doctorFindings("--file", file);
    expect(code).toBe(1);
    expect(of("stack-names")).toMatchObject({ "Deployment ironic: IRONIC_EXTERNAL_HTTP_URL": "error" });
    expect(of("names")).toEqual({ "ironic-httpd": "error" });
    expect(findings.filter(({ check }) => check === "ramdisk").map(({ status }) => status)).toEqual(["error", "error"]);

    write({ dnsPolicy: "ClusterFirstWithHostNet" });
    const fixed = await doctorFindings("--file", file);
    expect(fixed.of("stack-names")).toEqual({
      "Deployment ironic: DEPLOY_KERNEL_URL": "warning",
      "Deployment ironic: DEPLOY_RAMDISK_URL": "warning",
    });
  });

  it("the other half of the ramdisk", async () => {
    const file = join(folder, "half.json");
    const env = [
      { name: "DEPLOY_KERNEL_URL", value: "file:///k" },
      { name: "DEPLOY_RAMDISK_URL", value: "" },
    ];
    const spec = { containers: [{ name: "manager", image: "x:v1", env }] };
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "bmo" },
        spec: { template: { spec } },
      }),
    );
    expect((await doctorFindings("--file", file)).of("stack-variables")).toEqual({
      "Deployment bmo: manager": "error",
    });
  });

  it("none of them is left where the settings are one's own", async () => {
    const host = "10.0.20.99";
    const settings = {
      IRONIC_ENDPOINT: `http://${host}:6385/v1/`,
      DEPLOY_KERNEL_URL: `file:///shared/html/ipa.kernel`,
      DEPLOY_RAMDISK_URL: `file:///shared/html/ipa.initramfs`,
      CACHEURL: "",
    };
    const set = Object.entries(settings).flatMap(([key, value]) => ["--set", `${key}=${value}`]);
    const own = await render(
      "own",
      "--release",
      "v0.13.2",
      "--deploy-flags",
      "-b -i -n",
      "--env",
      `IRONIC_HOST_IP=${host}`,
      ...set,
    );
    expect((await written(own)).filter(({ status }) => status === "error")).toEqual([]);
  });

  it("files without anything of Metal3 are said to be so", async () => {
    const file = join(folder, "other.json");
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } }));
    expect((await doctorFindings("--file", file)).one("stack").status).toBe("warning");
  });
});
