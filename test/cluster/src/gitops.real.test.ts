import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AlreadyInstalled,
  BareMetalHost,
  InstanceImage,
  OperatorRoute,
  ProvisionedMachine,
} from "@ironworks/cdk8s";
import { Cluster, type ClusterObject } from "@ironworks/lab";
import { Chart, Testing } from "cdk8s";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { eventually, GITOPS_MANAGER, refusal } from "./guardedHosts.js";

const example = join(__dirname, "..", "..", "..", "examples", "gitops");
/** Nobody serves the operator's webhooks here, nor makes Secrets of ExternalSecrets. */
const ELSEWHERE = ["ExternalSecret", "ValidatingWebhookConfiguration"];

/** The objects that the example writes for a site, in the order in which Argo CD applies them. */
function exampleObjects(site: string): readonly ClusterObject[] {
  const folder = mkdtempSync(join(tmpdir(), "ironworks-gitops-"));
  try {
    const tsx = createRequire(join(example, "main.ts")).resolve("tsx");
    const node = ["--conditions=@ironworks/source", "--import", tsx, join(example, "main.ts")];
    execFileSync(process.execPath, node, { env: { ...process.env, CDK8S_OUTDIR: folder }, stdio: "pipe" });
    const files = readdirSync(join(folder, site), { recursive: true }).map(String);
    return files
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => parse(readFileSync(join(folder, site, file), "utf8")) as ClusterObject)
      .filter(({ kind }) => !ELSEWHERE.includes(kind))
      .sort((one, other) => waveOf(one) - waveOf(other));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function waveOf({ metadata }: ClusterObject): number {
  return Number(metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? 0);
}

describe("the example of two sites, on a real API server", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await Cluster.start({ certManager: true });
  });
  afterAll(() => cluster?.stop());

  const apply = (object: ClusterObject, dryRun = false) =>
    cluster.gitops.apply(object, { fieldManager: GITOPS_MANAGER, dryRun });

  it("is applied wave by wave without a warning, and a second time without a change", {
    timeout: 120_000,
  }, async () => {
    const objects = exampleObjects("berlin");
    expect(objects.filter(({ kind }) => kind === "BareMetalHost")).toHaveLength(5);
    const versions = new Map<ClusterObject, unknown>();
    for (const object of objects) {
      const { object: stored, warnings } = await apply(object);
      expect([object.kind, object.metadata.name, warnings]).toEqual([object.kind, object.metadata.name, []]);
      versions.set(object, stored.metadata.generation ?? stored.metadata.resourceVersion);
    }
    for (const object of objects) {
      const { object: stored } = await apply(object);
      expect([object.metadata.name, stored.metadata.generation ?? stored.metadata.resourceVersion]).toEqual([
        object.metadata.name,
        versions.get(object),
      ]);
    }
  });

  describe("a machine that is installed already", () => {
    const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", {
      checksum: `sha256:${"a".repeat(64)}`,
    });

    /** The host's object, with or without a word on what is installed. */
    function hostObject(installed?: AlreadyInstalled, url?: string): ClusterObject {
      const chart = new Chart(Testing.app(), "hosts", { namespace: "servers" });
      const host = new BareMetalHost(chart, "moved", {
        route: OperatorRoute.forRelease("v0.13.2"),
        bmc: { address: "redfish-virtualmedia://10.99.0.1/redfish/v1/Systems/1", credentialsName: "moved-bmc" },
        bootMACAddress: "0c:42:a1:99:00:01",
        rootDeviceHints: { serialNumber: "S6CKNT0W990001" },
      });
      new ProvisionedMachine(chart, "machine", { host, image: url ? { ...image, url } : image, installed });
      return Testing.synth(chart)[0] as ClusterObject;
    }

    it("cannot be made to install by forgetting a step, and goes through all of them", {
      timeout: 120_000,
    }, async () => {
      const { object: held } = await apply(hostObject({}));
      expect(held.metadata.annotations?.["baremetalhost.metal3.io/paused"]).toBe("true");

      const forgotten = await refusalOf(() => apply(hostObject(), true));
      expect(forgotten).toContain("makes the operator take it for a new one and install it");

      const { object: resumed } = await apply(hostObject({ resume: true }));
      expect(resumed.metadata.annotations?.["baremetalhost.metal3.io/paused"]).toBeUndefined();

      // What the operator does when it finds no status: it takes over the annotation's, and removes that.
      const status: unknown = JSON.parse(resumed.metadata.annotations?.["baremetalhost.metal3.io/status"] ?? "");
      const { warnings } = await cluster.admin.patch(held, { status }, { subresource: "status" });
      expect(warnings).toEqual([]);
      expect((await cluster.admin.get(held)).status).toMatchObject({ provisioning: { state: "provisioned" } });

      const { object: finished } = await apply(hostObject());
      expect(finished.metadata.annotations?.["baremetalhost.metal3.io/status"]).toBeUndefined();

      const edited = await refusalOf(() =>
        apply(hostObject(undefined, "https://images.example.org/other.qcow2"), true),
      );
      expect(edited).toContain("deprovisions it and gives up what is on its disk");
      expect(await refusalOf(() => cluster.gitops.delete(held, { dryRun: true }))).toContain(
        "makes the operator power it off",
      );
    });
  });

  /** Why the server refuses a request that stores nothing; policies are in force a moment after they are stored. */
  async function refusalOf(request: () => Promise<unknown>): Promise<string> {
    let said = "";
    await eventually(async () => {
      said = (await refusal(request))?.message ?? "";
      if (said === "") {
        throw new Error("the server refuses nothing");
      }
    });
    return said;
  }
});
