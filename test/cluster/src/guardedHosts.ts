import { setTimeout as sleep } from "node:timers/promises";
import { Cluster, type ClusterClient, type ClusterObject, ClusterRequestError, type ObjectRef } from "@ironworks/lab";
import { guardObjects, HOLDS_HOSTS_LABEL, type KubernetesObject, type Release } from "@ironworks/metal3";
import { define } from "./definitions.js";
import { operatorSet } from "./renderedSets.js";

export const API_VERSION = "metal3.io/v1alpha1";
export const KIND = "BareMetalHost";
/** Marked as holding hosts; `UNMARKED` is not. */
export const NAMESPACE = "site-a";
export const UNMARKED = "site-b";

/** Policies are in force a moment after they are stored. */
const IN_FORCE_MS = 60_000;
const POLL_MS = 100;

/** A manager of fields, as Argo CD has one. */
export const GITOPS_MANAGER = "argocd-controller";

/** A cluster with a release's kinds and roles, our guard, and hosts in any state. */
export class GuardedHosts {
  #count = 0;

  private constructor(
    readonly cluster: Cluster,
    /** Under the operator's own service account and upstream's roles. */
    readonly operator: ClusterClient,
    /** A GitOps controller. */
    readonly user: ClusterClient,
  ) {}

  static async start(release: Release): Promise<GuardedHosts> {
    const cluster = await Cluster.start();
    const { admin } = cluster;
    const label = { [HOLDS_HOSTS_LABEL]: "true" };
    await admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels: label } });
    await admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: UNMARKED } });
    await define(cluster, release);
    const roles = operatorSet(release).filter(({ kind }) => /^(Namespace|ServiceAccount|.*Role.*)$/.test(kind));
    for (const object of [...roles, ...guardObjects()]) {
      await apply(admin, object);
    }
    const account = roles.find(({ kind }) => kind === "ServiceAccount")?.metadata;
    const operator = await cluster.serviceAccount(account?.namespace ?? "", account?.name ?? "");
    const hosts = new GuardedHosts(cluster, operator, cluster.gitops);
    await hosts.#inForce();
    return hosts;
  }

  /** A host in a provisioning state, set by the operator. */
  async host(state: string, spec: object = {}, changes: HostChanges = {}): Promise<ClusterObject> {
    this.#count += 1;
    const object = hostObject(`node-${this.#count}`, { ...INSTALLED_SPEC, ...spec }, changes);
    await this.user.apply(object, { fieldManager: GITOPS_MANAGER });
    if (state !== "") {
      await this.setState(object, state, changes.operationalStatus);
    }
    return this.cluster.admin.get(object);
  }

  async setState(ref: ObjectRef, state: string, operationalStatus = "OK"): Promise<void> {
    await this.operator.patch(ref, { status: status(state, operationalStatus) }, { subresource: "status" });
  }

  /** Until the operator may write, and every policy acts: the server knows of roles and policies a moment later. */
  async #inForce(): Promise<void> {
    const host = await this.host("");
    await eventually(() => this.setState(host, "provisioned"));
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } };
    for (const attempt of [host, namespace]) {
      await eventually(async () => {
        const refused = await refusal(() => this.user.delete(attempt, { dryRun: true }));
        if (refused === undefined) {
          throw new Error(`deleting ${attempt.kind} is still not refused`);
        }
      });
    }
    const unmarked = hostObject("unmarked", INSTALLED_SPEC, { namespace: UNMARKED });
    await eventually(async () => {
      const { warnings } = await this.user.create(unmarked, { dryRun: true });
      if (warnings.length === 0) {
        throw new Error("a host in a namespace that is not marked is still taken without a warning");
      }
    });
  }
}

export interface HostChanges {
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly namespace?: string | undefined;
  readonly operationalStatus?: string | undefined;
}

export const IMAGE = {
  url: "https://images.example/debian-13.qcow2",
  checksum: "e3".repeat(32),
  checksumType: "sha256",
  format: "qcow2",
} as const;

export const INSTALLED_SPEC = {
  online: true,
  automatedCleaningMode: "disabled",
  bmc: { address: "redfish-virtualmedia://10.30.2.7/redfish/v1/Systems/1", credentialsName: "node-bmc" },
  bootMACAddress: "0c:42:a1:5e:07:10",
  image: IMAGE,
  rootDeviceHints: { serialNumber: "S3R14L" },
} as const;

export function hostObject(name: string, spec: object, changes: HostChanges = {}): ClusterObject {
  const { annotations, namespace = NAMESPACE } = changes;
  return {
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name, namespace, ...(annotations ? { annotations } : {}) },
    spec,
  };
}

/** What the operator writes. */
export function status(state: string, operationalStatus = "OK"): Record<string, unknown> {
  return {
    errorCount: 0,
    errorMessage: "",
    hardwareProfile: "unknown",
    operationalStatus,
    poweredOn: true,
    provisioning: { ID: "7c1d0c8e-6f57-4a3c-9c3e-0d6b8f1d2a11", image: { url: IMAGE.url }, state },
  };
}

/** Repeats until nothing is thrown: a policy is in force a moment after it is stored. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  for (const deadline = Date.now() + IN_FORCE_MS; ; await sleep(POLL_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
  }
}

/** The refusal of an attempt; undefined where the server took it. Any other failure is thrown. */
export async function refusal(attempt: () => Promise<unknown>): Promise<ClusterRequestError | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof ClusterRequestError && error.message.includes("ValidatingAdmissionPolicy")) {
      return error;
    }
    throw error;
  }
}

/** Our sentence in a refusal, without what the server puts before it. */
export function sentence(error: ClusterRequestError | undefined): string {
  return error?.message.replace(/^.* denied request: /s, "") ?? "(not refused)";
}

/** The object that the command in a sentence annotates, and with what. */
export function command(text: string): { readonly ref: ObjectRef; readonly approval: string } {
  const found =
    /run: kubectl (?:-n (\S+) )?annotate --overwrite (\S+) (\S+) 'ironworks\.dev\/approve=((?:[^']|'\\'')*)'$/.exec(
      text,
    );
  const [, namespace, resource = "", name = "", approval = ""] = found ?? [];
  const kinds: Readonly<Record<string, { apiVersion: string; kind: string }>> = {
    bmh: { apiVersion: API_VERSION, kind: KIND },
    crd: { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" },
    namespace: { apiVersion: "v1", kind: "Namespace" },
  };
  const kind = kinds[resource];
  if (!kind) {
    throw new Error(`no command in: ${text}`);
  }
  return { ref: { ...kind, metadata: { name, namespace } }, approval: approval.replaceAll("'\\''", "'") };
}

function apply(client: ClusterClient, object: KubernetesObject): Promise<unknown> {
  return client.apply(object);
}
