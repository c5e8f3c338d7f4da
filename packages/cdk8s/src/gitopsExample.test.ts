import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type AnyRelease, checkObjects } from "@ironworks/metal3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { SynthesisedObject } from "./testing/sample.js";

const example = join(__dirname, "..", "..", "..", "examples", "gitops");
const tsx = createRequire(join(example, "main.ts")).resolve("tsx");
const folder = mkdtempSync(join(tmpdir(), "ironworks-gitops-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let said = "";
let warned = "";
const run = (): void => {
  const node = ["--conditions=@ironworks/source", "--import", tsx, join(example, "main.ts")];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, {
    env: { ...process.env, CDK8S_OUTDIR: folder },
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  said = stdout;
  warned = stderr;
};
beforeAll(run, 60_000);

function filesOf(path: string): string[] {
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function objectsOf(...path: string[]): SynthesisedObject[] {
  return filesOf(join(folder, ...path)).map((file) => parse(readFileSync(file, "utf8")) as SynthesisedObject);
}

const sites: readonly (readonly [site: string, release: AnyRelease, hosts: number])[] = [
  ["berlin", "v0.13.2", 5],
  ["lisbon", "v0.12.6", 3],
];

it("writes a folder for each application, and nothing to standard output", () => {
  const folders = ["hosts", "metal3-prerequisites", "metal3-stack"];
  expect(readdirSync(folder).sort()).toEqual(sites.map(([site]) => site));
  for (const [site] of sites) {
    expect(readdirSync(join(folder, site)).sort()).toEqual(folders);
  }
  expect(said).toBe("");
});

it.each(sites)("%s: the operator of %s takes its %i hosts, of which none is pruned", (site, release, count) => {
  const hosts = objectsOf(site, "hosts");
  const machines = hosts.filter(({ kind }) => kind === "BareMetalHost");
  expect(machines).toHaveLength(count);
  expect(checkObjects(hosts, { release }).flatMap(({ problems }) => problems)).toEqual([]);
  for (const { metadata, spec } of hosts) {
    expect(metadata.annotations).toMatchObject({ "kustomize.toolkit.fluxcd.io/prune": "disabled" });
    expect(metadata.annotations?.["argocd.argoproj.io/sync-options"]).toContain("Delete=false,Prune=false");
    expect(spec.automatedCleaningMode ?? "disabled").toBe("disabled");
  }
  for (const { metadata } of objectsOf(site, "metal3-prerequisites")) {
    expect(metadata.annotations).toMatchObject({ "kustomize.toolkit.fluxcd.io/prune": "disabled" });
  }
  expect(objectsOf(site).filter(({ kind }) => kind === "Secret")).toEqual([]);
});

it.each(sites)(
  "%s: the operator looks for Ironic where it listens, with TLS, and nothing is worth a warning",
  (site) => {
    const configs = objectsOf(site, "metal3-stack").filter(({ kind }) => kind === "ConfigMap");
    const endpoints = configs.map(({ data }) => (data as Readonly<Record<string, string>>).IRONIC_ENDPOINT);
    const address = { berlin: "10.10.0.2", lisbon: "10.20.0.2" }[site];
    expect(new Set(endpoints.filter(Boolean))).toEqual(new Set([`https://${address}:6385/v1/`]));
    expect(warned).toBe("");
  },
);

it("holds the server that is installed in the old cluster", () => {
  const [held] = objectsOf("lisbon", "hosts").filter(({ metadata }) => metadata.name === "lis-r1-u2");
  expect(held?.metadata.annotations).toMatchObject({ "baremetalhost.metal3.io/paused": "true" });
  expect(held?.metadata.annotations?.["baremetalhost.metal3.io/status"]).toContain('"state":"provisioned"');
});

it("writes the same bytes again, and takes away what it no longer writes", { timeout: 60_000 }, () => {
  const read = (): Map<string, string> =>
    new Map(filesOf(folder).map((file) => [relative(folder, file), readFileSync(file, "utf8")]));
  const before = read();
  writeFileSync(join(folder, "berlin", "hosts", "BareMetalHost.left-behind.k8s.yaml"), "kind: BareMetalHost\n");
  run();
  expect(read()).toEqual(before);
});

it("has a README that names folders which exist", () => {
  const readme = readFileSync(join(example, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => parse(text));
  expect(blocks.map(({ kind }) => kind)).toEqual(["Application", "Kustomization"]);
  const [application, kustomization] = blocks;
  for (const path of [application.spec.source.path, kustomization.spec.path]) {
    expect(readdirSync(join(folder, path.replace(/^(\.\/)?dist\//, "")))).not.toEqual([]);
  }
  expect(application.spec.syncPolicy.automated.prune).toBe(false);
  expect(kustomization.spec).toMatchObject({ prune: false, deletionPolicy: "Orphan", force: false });
});
