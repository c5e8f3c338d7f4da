import type { ClusterObject } from "@ironworks/lab";
import {
  API_VERSION,
  GITOPS_MANAGER,
  type GuardedHosts,
  hostObject,
  IMAGE,
  INSTALLED_SPEC,
  KIND,
  NAMESPACE,
  status,
} from "./guardedHosts.js";

export const OTHER = { ...IMAGE, url: "https://images.example/debian-14.qcow2", checksum: "a7".repeat(32) };
export const STATUS_ANNOTATION = "baremetalhost.metal3.io/status";
export const DETACHED_ANNOTATION = "baremetalhost.metal3.io/detached";
export type Attempt = (hosts: GuardedHosts, host: ClusterObject) => Promise<unknown>;

/** The same spec, as a manifest that lost or changed a line. */
function manifest(host: ClusterObject, spec: object): ClusterObject {
  return hostObject(host.metadata.name, spec);
}

function without(...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(INSTALLED_SPEC).filter(([name]) => !names.includes(name)));
}

/** A server-side apply by the GitOps controller that owns the fields. */
function sync(spec: object): Attempt {
  return ({ user }, host) => user.apply(manifest(host, spec), { fieldManager: GITOPS_MANAGER });
}

export function merge(patch: unknown): Attempt {
  return ({ user }, host) => user.patch(host, patch);
}

function json(...operations: readonly object[]): Attempt {
  return ({ user }, host) => user.patch(host, operations, { type: "json" });
}

/** As `kubectl edit` and `kubectl replace` do it. */
function replace(change: (spec: Record<string, unknown>) => void): Attempt {
  return ({ user }, host) => {
    const copy = structuredClone(host) as ClusterObject & { spec: Record<string, unknown> };
    change(copy.spec);
    return user.replace(copy);
  };
}

export function annotations(changes: Readonly<Record<string, string | null>>): unknown {
  return { metadata: { annotations: changes } };
}

/** What must be refused of an installed host, and how the sentence begins. */
export const REFUSED: readonly (readonly [string, RegExp, Attempt])[] = [
  ["kubectl delete", /^Deleting host /, ({ user }, host) => user.delete(host)],
  [
    "kubectl delete --cascade=foreground",
    /^Deleting host /,
    ({ user }, host) => user.delete(host, { propagation: "Foreground" }),
  ],
  ["a delete by the administrator", /^Deleting host /, ({ cluster }, host) => cluster.admin.delete(host)],
  [
    "one request that deletes all hosts of a namespace",
    /^Deleting host /,
    ({ user }) => user.deleteAll({ apiVersion: API_VERSION, kind: KIND, namespace: NAMESPACE }),
  ],
  ["another image, merge patch", /^Changing the image of /, merge({ spec: { image: OTHER } })],
  ["another URL alone, merge patch", /^Changing the image of /, merge({ spec: { image: { url: OTHER.url } } })],
  [
    "another URL, JSON patch",
    /^Changing the image of /,
    json({ op: "replace", path: "/spec/image/url", value: OTHER.url }),
  ],
  [
    "another checksum alone, JSON patch",
    /^Changing the image of /,
    json({ op: "replace", path: "/spec/image/checksum", value: OTHER.checksum }),
  ],
  ["another format", /^Changing the image of /, merge({ spec: { image: { format: "raw" } } })],
  ["another image, apply by GitOps", /^Changing the image of /, sync({ ...INSTALLED_SPEC, image: OTHER })],
  [
    "another image, apply by force",
    /^Changing the image of /,
    ({ user }, host) =>
      user.apply(manifest(host, { ...INSTALLED_SPEC, image: OTHER }), { fieldManager: "kubectl", force: true }),
  ],
  [
    "another image, kubectl edit",
    /^Changing the image of /,
    replace((spec) => {
      spec.image = OTHER;
    }),
  ],
  [
    "another image by the operator's own account",
    /^Changing the image of /,
    ({ operator }, host) => operator.patch(host, { spec: { image: OTHER } }),
  ],
  ["no image, merge patch", /^Removing the image of /, merge({ spec: { image: null } })],
  ["no image, JSON patch", /^Removing the image of /, json({ op: "remove", path: "/spec/image" })],
  ["no image, apply by GitOps", /^Removing the image of /, sync(without("image"))],
  [
    "no image, kubectl edit",
    /^Removing the image of /,
    replace((spec) => {
      delete spec.image;
    }),
  ],
  [
    "a custom deployment instead",
    /^Changing the image of /,
    merge({ spec: { image: null, customDeploy: { method: "install_coreos" } } }),
  ],
  ["cleaning on, merge patch", /^Turning on the cleaning of /, merge({ spec: { automatedCleaningMode: "metadata" } })],
  [
    "cleaning on by a removed line, merge patch",
    /^Turning on the cleaning of /,
    merge({ spec: { automatedCleaningMode: null } }),
  ],
  [
    "cleaning on by a removed line, apply by GitOps",
    /^Turning on the cleaning of /,
    sync(without("automatedCleaningMode")),
  ],
  [
    "cleaning on, JSON patch",
    /^Turning on the cleaning of /,
    json({ op: "replace", path: "/spec/automatedCleaningMode", value: "metadata" }),
  ],
  [
    "another root disk",
    /^Changing the root device hints of /,
    merge({ spec: { rootDeviceHints: { serialNumber: "OTHER" } } }),
  ],
  ["no root disk, apply by GitOps", /^Changing the root device hints of /, sync(without("rootDeviceHints"))],
  [
    "a RAID",
    /^Changing the RAID configuration of /,
    merge({ spec: { raid: { softwareRAIDVolumes: [{ level: "1" }] } } }),
  ],
];

/** Ordinary writes on an installed host. */
export const PASS: readonly (readonly [string, Attempt])[] = [
  ["power off", merge({ spec: { online: false } })],
  ["a label", merge({ metadata: { labels: { rack: "r7" } } })],
  ["a reboot", merge(annotations({ "reboot.metal3.io": "" }))],
  ["pause", merge(annotations({ "baremetalhost.metal3.io/paused": "" }))],
  ["detach", merge(annotations({ [DETACHED_ANNOTATION]: "" }))],
  ["a description, apply by GitOps", sync({ ...INSTALLED_SPEC, description: "rack 7" })],
  ["the same manifest again, apply by GitOps", sync(INSTALLED_SPEC)],
  ["the same object again, kubectl replace", replace(() => undefined)],
  ["user data", merge({ spec: { userData: { name: "user-data", namespace: NAMESPACE } } })],
  ["network data, JSON patch", json({ op: "add", path: "/spec/networkData", value: { name: "network" } })],
  ["other credentials", merge({ spec: { bmc: { credentialsName: "node-bmc-2" } } })],
  ["a pull secret of the image", merge({ spec: { image: { ociAuthSecretName: "pull" } } })],
  [
    "a consumer",
    merge({
      spec: {
        consumerRef: { kind: "Metal3Machine", name: "m", apiVersion: "infrastructure.cluster.x-k8s.io/v1beta1" },
      },
    }),
  ],
  ["a boot mode", merge({ spec: { bootMode: "legacy" } })],
  [
    "the operator's status, merge patch",
    ({ operator }, host) => operator.patch(host, { status: { poweredOn: false } }, { subresource: "status" }),
  ],
  [
    "the operator's status, replaced",
    ({ operator }, host) =>
      operator.replace({ ...host, status: { ...status("provisioned"), poweredOn: false } }, { subresource: "status" }),
  ],
  ["the operator's status: deprovisioning", (hosts, host) => hosts.setState(host, "deprovisioning")],
  [
    "the operator's finalizer",
    ({ operator }, host) => operator.patch(host, { metadata: { finalizers: ["baremetalhost.metal3.io"] } }),
  ],
  [
    "the operator's architecture, kubectl-style update",
    ({ operator }, host) => operator.replace({ ...host, spec: { ...INSTALLED_SPEC, architecture: "x86_64" } }),
  ],
  [
    "the operator takes an annotation off",
    ({ operator }, host) => operator.patch(host, annotations({ "reboot.metal3.io": null })),
  ],
];
