import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { LabError } from "../error.js";
import { ClusterClient } from "./clusterClient.js";
import type { ClusterObject } from "./clusterObject.js";
import { writeKubeconfig } from "./kubeconfig.js";
import { type ClusterOptions, type ClusterParts, startCluster } from "./startCluster.js";

const ESTABLISHED_MS = 30_000;
const POLL_MS = 30;
const SECONDS_OF_TOKEN = 3600;

/**
 * A Kubernetes API on loopback: etcd and kube-apiserver, nothing else. Objects are validated, admitted and stored as in
 * any cluster; no controller acts on them, so no pod starts and no namespace goes away to the end.
 *
 * @example
 * ```ts
 * await using cluster = await Cluster.start();
 * await cluster.admin.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "metal3" } });
 * console.log(cluster.kubeconfig);
 * ```
 */
export class Cluster implements AsyncDisposable {
  readonly #parts: ClusterParts;
  #stopped: Promise<void> | undefined;

  private constructor(parts: ClusterParts) {
    this.#parts = parts;
  }

  /**
   * Starts a cluster and returns when it answers. Prepares what it needs first (see `prepareCluster`).
   *
   * @throws LabError and LabSetupError. Nothing is left running; the folder with the logs is kept, and the message of a
   * LabError names it.
   */
  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    const cluster = new Cluster(await startCluster(options));
    if (options.certManager) {
      try {
        await cluster.#defineCertManager();
      } catch (error) {
        await cluster.stop();
        throw error;
      }
    }
    return cluster;
  }

  /** URL of the API server. */
  get url(): string {
    return this.admin.access.url;
  }

  /** PEM that verifies the API server. */
  get ca(): string {
    return this.admin.access.ca;
  }

  /** Path of a kubeconfig of the administrator, mode 0600. */
  get kubeconfig(): string {
    return this.#parts.kubeconfig;
  }

  /** Folder of everything of this cluster; `logs` in it has every log. */
  get folder(): string {
    return this.#parts.folder;
  }

  /** The administrator: in the group `system:masters`, whom no role limits. */
  get admin(): ClusterClient {
    return this.#parts.admin;
  }

  /** A GitOps controller: a user that a ClusterRoleBinding lets do everything. */
  get gitops(): ClusterClient {
    return this.#parts.gitops;
  }

  /**
   * A client with a token of a service account, valid for an hour. It may do what the cluster's roles let it.
   *
   * @throws ClusterRequestError where there is no such service account.
   */
  async serviceAccount(namespace: string, name: string): Promise<ClusterClient> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const answer = await this.admin.request("POST", path, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: SECONDS_OF_TOKEN },
    });
    const { token } = (answer as { status: { token: string } }).status;
    return new ClusterClient({ ...this.admin.access, token });
  }

  /**
   * Writes a kubeconfig, mode 0600, into the cluster's folder and returns its path.
   *
   * @param client - Whose identity it has.
   * @param name - Of the file, without ending.
   */
  async kubeconfigOf(client: ClusterClient, name: string): Promise<string> {
    return writeKubeconfig(join(this.folder, "secrets", `${name}.kubeconfig`), client.access);
  }

  /**
   * Waits until the kinds of these CustomResourceDefinitions are served, up to 30 s.
   *
   * @throws LabError `LAB_CLUSTER_START_FAILED` where they are not served in time.
   */
  async established(names: readonly string[]): Promise<void> {
    const deadline = Date.now() + ESTABLISHED_MS;
    const waiting = new Set(names);
    while (waiting.size > 0) {
      for (const name of [...waiting]) {
        const metadata = { name };
        const definition = await this.admin.get({ ...DEFINITION, metadata });
        if (conditions(definition).every(({ status }) => status === "True") && (await this.#isServed(definition))) {
          waiting.delete(name);
        }
      }
      if (Date.now() > deadline) {
        const left = [...waiting].join(", ");
        throw new LabError(
          "LAB_CLUSTER_START_FAILED",
          `These kinds were not served after ${ESTABLISHED_MS / 1000} s: ${left}.`,
        );
      }
      await sleep(POLL_MS);
    }
  }

  /** Ends every process and gives every port back. A second call waits for the first. */
  async stop(): Promise<void> {
    this.#stopped ??= this.#parts.close().then(() => rm(this.folder, { recursive: true, force: true }));
    await this.#stopped;
  }

  /** The same as `stop()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** A kind is established a moment before requests for it are answered. */
  async #isServed({ spec }: ClusterObject): Promise<boolean> {
    const { group, names, versions } = spec as DefinitionSpec;
    const served = versions.filter((version) => version.served).map((version) => `/apis/${group}/${version.name}`);
    const lists = await Promise.all(served.map((path) => this.admin.request("GET", path).catch(() => ({}))));
    return lists.every((list) => (list as ResourceList).resources?.some(({ name }) => name === names.plural) ?? false);
  }

  async #defineCertManager(): Promise<void> {
    const folder = this.#parts.prepared.certManager;
    const files = (await readdir(folder)).filter((name) => name.endsWith(".yaml"));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    const definitions = texts
      .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as ClusterObject | null))
      .filter((document) => document !== null);
    await Promise.all(definitions.map((definition) => this.admin.apply(definition)));
    await this.established(definitions.map(({ metadata }) => metadata.name));
  }
}

interface DefinitionSpec {
  readonly group: string;
  readonly names: { readonly plural: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string }[] | undefined;
}

const DEFINITION = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" } as const;

/** The conditions that say that a kind is served; `Unknown` where the server has not set them yet. */
function conditions(definition: ClusterObject): readonly { readonly status: string }[] {
  const { conditions: found } = (definition.status ?? {}) as {
    conditions?: { readonly type: string; readonly status: string }[] | null;
  };
  return ["NamesAccepted", "Established"].map((type) => ({
    status: found?.find((condition) => condition.type === type)?.status ?? "Unknown",
  }));
}
