import { guardObjects, HOLDS_HOSTS_LABEL } from "@ironworks/metal3";
import { App, Chart } from "cdk8s";
import { expect, it } from "vitest";
import { HostGuard, HostNamespace, IronicStack } from "./index.js";
import { synth } from "./testing/sample.js";

it("the guard brings core's policies, without a namespace, before the control plane", () => {
  const chart = new Chart(new App(), "prerequisites", { namespace: "elsewhere" });
  const guard = new HostGuard(chart, "guard", { createWithImage: "refuse", exempt: ["capm3"] });
  const objects = synth(chart);
  const wanted = guardObjects({ createWithImage: "refuse", exempt: ["capm3"] });
  expect(objects.map(({ kind, spec }) => ({ kind, spec }))).toEqual(wanted.map(({ kind, spec }) => ({ kind, spec })));
  for (const { metadata } of objects) {
    expect(metadata.namespace).toBeUndefined();
    expect(metadata.annotations).toMatchObject({
      "argocd.argoproj.io/sync-options": "Delete=false,Prune=false",
      "argocd.argoproj.io/sync-wave": "-30",
      "kustomize.toolkit.fluxcd.io/prune": "disabled",
    });
  }
  expect(HostGuard.isHostGuard(guard)).toBe(true);
  expect(HostGuard.isHostGuard(chart)).toBe(false);
});

it("a namespace for hosts is marked for the guard and kept", () => {
  const stack = new IronicStack(new App(), "metal3", {
    release: "v0.13.2",
    flags: { authentication: false, ironic: false },
  });
  const before = synth(stack.prerequisites).length;
  const namespace = new HostNamespace(stack.prerequisites, "site-a", { metadata: { labels: { site: "a" } } });
  const objects = synth(stack.prerequisites);
  expect(objects).toHaveLength(before + 1);
  expect(namespace.name).toBe("site-a");
  const { labels, annotations } = objects.find(({ metadata }) => metadata.name === "site-a")?.metadata ?? {};
  expect(labels).toEqual({ site: "a", [HOLDS_HOSTS_LABEL]: "true" });
  expect(annotations).toMatchObject({ "kustomize.toolkit.fluxcd.io/prune": "disabled" });
});
