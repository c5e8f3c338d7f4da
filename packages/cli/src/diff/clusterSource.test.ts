import type { KubernetesObject } from "@ironworks/metal3";
import { expect, it } from "vitest";
import { type Cluster, ClusterError, clusterChanges } from "./clusterSource.js";

function configMap(name: string, data: Readonly<Record<string, string>>, more: object = {}): KubernetesObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "site", ...more }, data };
}

it("compares what is there with the server's own dry run, but for what the server keeps", async () => {
  const cluster: Cluster = {
    read: async ({ metadata: { name } }) =>
      name === "new" ? undefined : configMap(name, { A: "1" }, { uid: "1", resourceVersion: "5", managedFields: [] }),
    dryRun: async ({ metadata: { name } }) =>
      configMap(name, { A: name === "changed" ? "2" : "1" }, { uid: "1", resourceVersion: "6", generation: 2 }),
  };
  const wanted = ["new", "changed", "same"].map((name) => configMap(name, { A: "2" }));
  expect(await clusterChanges(wanted, () => cluster)).toEqual([
    { change: "create", kind: "ConfigMap", namespace: "site", name: "new", fields: [] },
    {
      change: "update",
      kind: "ConfigMap",
      namespace: "site",
      name: "changed",
      fields: [{ path: "data.A", before: "1", after: "2" }],
    },
  ]);
});

it("says what could not be asked", async () => {
  const broken = () => {
    throw new Error("no such file");
  };
  await expect(clusterChanges([configMap("a", {})], broken)).rejects.toThrow(ClusterError);
  const silent: Cluster = {
    read: () => Promise.reject(new Error("connection refused")),
    dryRun: async (object) => object,
  };
  await expect(clusterChanges([configMap("a", {})], () => silent)).rejects.toThrow(/ConfigMap a: connection refused/);
});
