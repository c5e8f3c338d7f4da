import { Agent, type RequestOptions } from "node:https";
import type { KubernetesObject } from "@ironworks/metal3";
import { KubeConfig } from "@kubernetes/client-node";
import axios, { type AxiosResponse } from "axios";

/** A cluster as far as a comparison needs it. */
export interface Cluster {
  /** The object as it is; undefined where there is none, or its kind is not known yet. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** The object as it would be after applying it. Changes nothing. */
  dryRun(object: KubernetesObject): Promise<KubernetesObject>;
}

/** Name under which fields are applied. */
const FIELD_MANAGER = "ironworks";
const TIMEOUT_MS = 30_000;

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * The cluster of the current kubectl context, or the one that the process runs in. The kubectl configuration is read by
 * the Kubernetes client; requests go out as plain JSON, because that client's types rename and drop members of schemas
 * (`enum`, `x-kubernetes-…`) on the way.
 */
export function currentCluster(): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new Error("there is no current context");
  }
  const resources = new Map<string, Promise<readonly Resource[]>>();

  async function send(method: "GET" | "PATCH", path: string, body?: KubernetesObject): Promise<AxiosResponse> {
    const access: RequestOptions = {};
    await config.applyToHTTPSOptions(access);
    const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername, auth } = access;
    const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
    const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
    const headers = Object.fromEntries(
      Object.entries(access.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    if (typeof auth === "string") {
      headers.Authorization = `Basic ${Buffer.from(auth).toString("base64")}`;
    }
    if (body) {
      headers["Content-Type"] = "application/apply-patch+yaml";
    }
    try {
      return await axios.request({
        method,
        url: server + path,
        headers,
        ...(body && { data: JSON.stringify(body) }),
        httpsAgent: new Agent(given),
        proxy: false,
        timeout: TIMEOUT_MS,
        validateStatus: () => true,
      });
    } catch (error) {
      // The error of the HTTP client holds the request, and that may hold a Secret and a token.
      throw new Error(error instanceof Error ? error.message : "no answer");
    }
  }

  /** Undefined where the server does not know the kind. */
  async function pathOf({ apiVersion, kind, metadata }: KubernetesObject): Promise<string | undefined> {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const listed = resources.get(group) ?? discover(group);
    resources.set(group, listed);
    const resource = (await listed).find((one) => one.kind === kind && !one.name.includes("/"));
    if (!resource) {
      return undefined;
    }
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${group}${namespace}/${resource.name}/${metadata.name}`;
  }

  async function discover(group: string): Promise<readonly Resource[]> {
    const answer = await send("GET", group);
    if (answer.status === 404) {
      return [];
    }
    return (objectOf(answer) as { readonly resources: readonly Resource[] }).resources;
  }

  return {
    async read(object) {
      const path = await pathOf(object);
      if (path === undefined) {
        return undefined;
      }
      const answer = await send("GET", path);
      return answer.status === 404 ? undefined : (objectOf(answer) as KubernetesObject);
    },
    async dryRun(object) {
      const query = new URLSearchParams({ dryRun: "All", fieldManager: FIELD_MANAGER, force: "true" });
      const answer = await send("PATCH", `${await pathOf(object)}?${query}`, object);
      return objectOf(answer) as KubernetesObject;
    },
  };
}

function objectOf({ status, data }: AxiosResponse): unknown {
  if (status < 300 && typeof data === "object") {
    return data;
  }
  const message = (data as { readonly message?: unknown } | undefined)?.message;
  throw new Error(`HTTP ${status}${typeof message === "string" ? `: ${message}` : ""}`);
}
