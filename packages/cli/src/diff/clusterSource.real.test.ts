import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster } from "@ironworks/lab";
import type { KubernetesObject } from "@ironworks/metal3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type RenderOptions, render } from "../render/render.js";

/** `render --diff cluster` against a real API server: its dry runs change nothing. */
describe("render --diff cluster", () => {
  let cluster: Cluster;
  let objects: readonly KubernetesObject[];

  async function run(more: Partial<RenderOptions> = {}) {
    let out = "";
    let error = "";
    const code = await render(
      {
        profile: "upstream",
        release: "v0.13.2",
        deployFlags: "-b -i -n",
        env: ["IRONIC_HOST_IP=10.0.20.99"],
        set: [],
        format: "yaml",
        ...more,
      },
      {
        environment: {},
        out: (text) => {
          out += text;
        },
        error: (text) => {
          error += text;
        },
      },
    );
    return { code, out, error };
  }

  /** Every object's version, so that a write of any kind shows. */
  async function versions(): Promise<readonly unknown[]> {
    const live = await Promise.all(objects.map((object) => cluster.admin.get(object)));
    return live.map(({ metadata }) => [metadata.name, metadata.resourceVersion]);
  }

  beforeAll(async () => {
    cluster = await Cluster.start({ certManager: true });
    vi.stubEnv("KUBECONFIG", cluster.kubeconfig);
    objects = JSON.parse((await run({ format: "json" })).out);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cluster?.stop();
  });

  it("shows everything as new before the first apply", async () => {
    const { code, out } = await run({ diff: "cluster" });
    expect(code).toBe(1);
    for (const { kind, metadata } of objects) {
      expect(out).toContain(`${kind} ${metadata.name}`);
    }
  });

  it("shows nothing after it", async () => {
    for (const object of objects) {
      await cluster.admin.apply(object);
      if (object.kind === "CustomResourceDefinition") {
        await cluster.established([object.metadata.name]);
      }
    }
    const before = await versions();
    const { code } = await run({ diff: "cluster" });
    expect(code).toBe(0);
    expect(await versions()).toEqual(before);
  });

  it("names the object and the field that somebody changed by hand, and leaves it changed", async () => {
    const deployment = objects.find(({ kind }) => kind === "Deployment") ?? expect.fail("there is a Deployment");
    await cluster.admin.patch(deployment, { spec: { replicas: 3 } });
    const before = await versions();
    const { code, out } = await run({ diff: "cluster" });
    expect(code).toBe(1);
    expect(out).toContain(`Deployment ${deployment.metadata.name}`);
    expect(out).toMatch(/spec\.replicas/);
    expect(out).not.toMatch(/ServiceAccount/);
    expect(await versions()).toEqual(before);
  });

  it("says so when there is no cluster", async () => {
    const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    try {
      writeFileSync(join(folder, "config"), "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n");
      vi.stubEnv("KUBECONFIG", join(folder, "config"));
      const { code, error } = await run({ diff: "cluster" });
      expect(code).toBe(2);
      expect(error).toMatch(/KUBECONFIG/);
    } finally {
      vi.stubEnv("KUBECONFIG", cluster.kubeconfig);
      rmSync(folder, { recursive: true });
    }
  });
});
