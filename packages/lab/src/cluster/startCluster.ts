import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../error.js";
import { makeLabFolder, ownFolder } from "../labFolder.js";
import { freePort, releasePort } from "../process/port.js";
import { serviceEnvironment } from "../process/serviceEnvironment.js";
import { type SupervisedProcess, Supervisor } from "../process/supervisor.js";
import { ClusterClient } from "./clusterClient.js";
import { writeKubeconfig } from "./kubeconfig.js";
import { type PreparedCluster, preparedCluster } from "./prepareCluster.js";

/** What a cluster can be asked for. */
export interface ClusterOptions {
  /** Called with one line for each step of the preparation that has work to do. */
  readonly log?: ((line: string) => void) | undefined;
  /** Aborting it ends the start with `LAB_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Also define cert-manager's kinds. Default false. */
  readonly certManager?: boolean | undefined;
}

/** What a running cluster is made of. */
export interface ClusterParts {
  readonly prepared: PreparedCluster;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly admin: ClusterClient;
  readonly gitops: ClusterClient;
  readonly close: () => Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 30;
const PORT_TRIES = 3;
/** A range on loopback: a program that listens there stands for the Service of that address. */
const SERVICE_RANGE = "127.128.0.0/24";

/** The identities that every cluster has, with their groups. */
const USERS = { admin: ["system:masters"], gitops: ["ironworks:gitops"] } as const;
type User = keyof typeof USERS;

/** Starts etcd and kube-apiserver side by side; when one fails, ends the other. */
export async function startCluster(options: ClusterOptions): Promise<ClusterParts> {
  const prepared = await preparedCluster({ log: options.log, signal: options.signal });
  const folder = await makeLabFolder();
  const logs = join(folder, "logs");
  let supervisor: Supervisor | undefined;
  const close = async () => supervisor?.close();
  try {
    await ownFolder(folder);
    await Promise.all(["logs", "tmp", "certificates", "secrets"].map((name) => mkdir(join(folder, name))));
    supervisor = await Supervisor.start(prepared.python.path);
    const tokens = await writeSecrets(folder);
    const url = await startServers(prepared, folder, supervisor, tokens.admin, options.signal);
    const ca = await readFile(join(folder, "certificates", "apiserver.crt"), "utf8");
    const [admin, gitops] = [tokens.admin, tokens.gitops].map((token) => new ClusterClient({ url, ca, token })) as [
      ClusterClient,
      ClusterClient,
    ];
    await bindGitOps(admin, gitops, options.signal);
    const kubeconfig = await writeKubeconfig(join(folder, "secrets", "admin.kubeconfig"), admin.access);
    return { prepared, folder, kubeconfig, admin, gitops, close };
  } catch (cause) {
    await close();
    if (options.signal?.aborted) {
      throw new LabError("LAB_ABORTED", `The start of the cluster was ended. Logs: ${logs}`, { cause });
    }
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new LabError("LAB_CLUSTER_START_FAILED", `${message}\nLogs: ${logs}`, { cause });
  }
}

/** Tokens, and the key that signs those of service accounts. */
async function writeSecrets(folder: string): Promise<Readonly<Record<User, string>>> {
  const tokens = { admin: newToken(), gitops: newToken() };
  const lines = (Object.keys(USERS) as User[]).map((user) => `${tokens[user]},${user},${user},"${USERS[user].join()}"`);
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(join(folder, "secrets", "tokens.csv"), `${lines.join("\n")}\n`, { mode: 0o600 });
  const pem = privateKey.export({ type: "sec1", format: "pem" });
  await writeFile(join(folder, "secrets", "service-accounts.key"), pem, { mode: 0o600 });
  return tokens;
}

function newToken(): string {
  return randomBytes(18).toString("base64url");
}

async function startServers(
  prepared: PreparedCluster,
  folder: string,
  supervisor: Supervisor,
  token: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    try {
      return await startOn(ports, `${tries}`, prepared, folder, supervisor, token, signal);
    } catch (error) {
      const taken = /address already in use/i.test(error instanceof Error ? error.message : "");
      if (!taken || tries === PORT_TRIES) {
        throw error;
      }
    } finally {
      ports.map(releasePort);
    }
  }
}

async function startOn(
  [client, peer, secure]: readonly [number, number, number],
  attempt: string,
  prepared: PreparedCluster,
  folder: string,
  supervisor: Supervisor,
  token: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const env = serviceEnvironment([], join(folder, "tmp"));
  const storage = `http://127.0.0.1:${client}`;
  const spawn = (name: string, argv: readonly [string, ...string[]]) =>
    supervisor.spawn(name, { argv, env, cwd: folder, log: join(folder, "logs", `${name}.log`) });
  const servers = await Promise.all([
    spawn("etcd", [prepared.etcd, ...etcdFlags(join(folder, `etcd-${attempt}`), storage, `http://127.0.0.1:${peer}`)]),
    spawn("kube-apiserver", [prepared.apiServer, ...apiServerFlags(folder, storage, secure)]),
  ]);
  const url = `https://127.0.0.1:${secure}`;
  try {
    await ready(url, token, folder, servers, signal);
    return url;
  } catch (error) {
    await Promise.all(servers.map((server) => server.exit ?? server.kill()));
    throw error;
  }
}

function etcdFlags(data: string, client: string, peer: string): string[] {
  return [
    `--data-dir=${data}`,
    "--name=lab",
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=lab=${peer}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

function apiServerFlags(folder: string, storage: string, port: number): string[] {
  const key = join(folder, "secrets", "service-accounts.key");
  return [
    `--etcd-servers=${storage}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${port}`,
    // Addresses of endpoints may not be on loopback.
    "--endpoint-reconciler-type=none",
    `--service-cluster-ip-range=${SERVICE_RANGE}`,
    "--allow-privileged=true",
    "--authorization-mode=RBAC",
    "--anonymous-auth=false",
    // It makes its own certificate there.
    `--cert-dir=${join(folder, "certificates")}`,
    `--token-auth-file=${join(folder, "secrets", "tokens.csv")}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${key}`,
    `--service-account-signing-key-file=${key}`,
    "--enable-priority-and-fairness=false",
    "--profiling=false",
  ];
}

/** Ready is: `/readyz` says so, and the namespace `default` is there. */
async function ready(
  url: string,
  token: string,
  folder: string,
  servers: readonly SupervisedProcess[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  const certificate = join(folder, "certificates", "apiserver.crt");
  for (let client: ClusterClient | undefined; ; await sleep(POLL_MS, undefined, { signal })) {
    const ended = servers.find((server) => server.exit);
    if (ended) {
      throw new LabError("LAB_CLUSTER_START_FAILED", `${ended.name} ended while it started:\n${await ended.tail()}`);
    }
    if (Date.now() > deadline) {
      const tails = await Promise.all(servers.map(async (server) => `${server.name}:\n${await server.tail()}`));
      const limit = START_TIMEOUT_MS / 1000;
      throw new LabError(
        "LAB_CLUSTER_START_FAILED",
        `The cluster was not ready after ${limit} s.\n${tails.join("\n")}`,
      );
    }
    const ca = client ? "" : await readFile(certificate, "utf8").catch(() => "");
    if (ca !== "") {
      client = new ClusterClient({ url, ca, token });
    }
    if (client && (await answers(client, "/readyz")) && (await answers(client, "/api/v1/namespaces/default"))) {
      return;
    }
  }
}

function answers(client: ClusterClient, path: string): Promise<boolean> {
  return client.request("GET", path).then(
    () => true,
    () => false,
  );
}

/** A GitOps controller may do everything, as upstream's installs let it. The server knows of it a moment later. */
async function bindGitOps(admin: ClusterClient, gitops: ClusterClient, signal: AbortSignal | undefined): Promise<void> {
  await admin.apply({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "ironworks-gitops" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: USERS.gitops[0] }],
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(gitops, "/api/v1/namespaces/default"))) {
    if (Date.now() > deadline) {
      throw new LabError(
        "LAB_CLUSTER_START_FAILED",
        `The user gitops may not read after ${START_TIMEOUT_MS / 1000} s.`,
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
