import { Agent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import axios, { type AxiosInstance } from "axios";
import { type ClusterCause, ClusterRequestError } from "./clusterError.js";
import type { ClusterObject, KindRef, ObjectRef } from "./clusterObject.js";

/** What the API server answered. */
export interface ClusterReply {
  /** The object as the server has it now. */
  readonly object: ClusterObject;
  /** Texts of the Warning headers, as kubectl prints them. */
  readonly warnings: readonly string[];
  /** Whether the object is new. */
  readonly created: boolean;
}

/** How an object is written. */
export interface WriteOptions {
  /** Everything is checked and nothing is stored. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Writes this part of the object only, e.g. `status`. Default: the object without its status. */
  readonly subresource?: string | undefined;
}

/** How an object is applied. */
export interface ApplyOptions extends WriteOptions {
  /** Who owns the fields. Default `ironworks`. */
  readonly fieldManager?: string | undefined;
  /** Take fields over from others. Default false. */
  readonly force?: boolean | undefined;
}

/** How an object is patched. */
export interface PatchOptions extends WriteOptions {
  /** `merge`: RFC 7386; `json`: RFC 6902; `strategic`: by the keys of lists, for built-in kinds. Default `merge`. */
  readonly type?: "merge" | "json" | "strategic" | undefined;
}

/** How an object is deleted. */
export interface DeleteOptions extends WriteOptions {
  /** What becomes of objects that this one owns. Default: the server's, by kind. */
  readonly propagation?: "Background" | "Foreground" | "Orphan" | undefined;
}

/** Who asks, and where. */
export interface ClusterAccess {
  /** URL of the API server. */
  readonly url: string;
  /** PEM that verifies the server. */
  readonly ca: string;
  /** Bearer token of the identity; a secret. */
  readonly token: string;
}

const PATCH_TYPES = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;
/** A kind is served a moment after its definition is established. */
const DISCOVERY_MS = 10_000;
const POLL_MS = 50;

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly contentType?: string | undefined;
}

/**
 * A small Kubernetes client under one identity. Every write is validated strictly, as `kubectl --validate=strict` does.
 * Every method throws ClusterRequestError where the server refuses.
 */
export class ClusterClient {
  /** Where it connects, and as whom. */
  readonly access: ClusterAccess;
  readonly #http: AxiosInstance;
  readonly #resources = new Map<string, Resource>();

  constructor(access: ClusterAccess) {
    this.access = access;
    this.#http = axios.create({
      baseURL: access.url,
      headers: { Authorization: `Bearer ${access.token}`, Accept: "application/json" },
      httpsAgent: new Agent({ ca: access.ca, keepAlive: true, maxSockets: 8 }),
      proxy: false,
      validateStatus: () => true,
      maxContentLength: Number.POSITIVE_INFINITY,
      maxBodyLength: Number.POSITIVE_INFINITY,
    });
  }

  /** Server-side apply: creates the object, or changes the fields that are given. */
  async apply(object: ClusterObject, options: ApplyOptions = {}): Promise<ClusterReply> {
    return this.#send({
      method: "PATCH",
      path: await this.#path(object, options.subresource),
      query: {
        ...writeQuery(options),
        fieldManager: options.fieldManager ?? "ironworks",
        force: String(options.force ?? false),
      },
      body: JSON.stringify(object),
      contentType: PATCH_TYPES.apply,
    });
  }

  /** Creates an object that is not there yet. */
  async create(object: ClusterObject, options: WriteOptions = {}): Promise<ClusterReply> {
    const path = await this.#kindPath({ ...object, namespace: object.metadata.namespace });
    return this.#send({ method: "POST", path, query: writeQuery(options), body: object });
  }

  /** Replaces an object as a whole. */
  async replace(object: ClusterObject, options: WriteOptions = {}): Promise<ClusterReply> {
    const path = await this.#path(object, options.subresource);
    return this.#send({ method: "PUT", path, query: writeQuery(options), body: object });
  }

  /** Changes parts of an object: `patch` is a partial object, or a list of operations where the type is `json`. */
  async patch(ref: ObjectRef, patch: unknown, options: PatchOptions = {}): Promise<ClusterReply> {
    return this.#send({
      method: "PATCH",
      path: await this.#path(ref, options.subresource),
      query: writeQuery(options),
      body: JSON.stringify(patch),
      contentType: PATCH_TYPES[options.type ?? "merge"],
    });
  }

  /** Reads one object. */
  async get(ref: ObjectRef): Promise<ClusterObject> {
    return (await this.#send({ method: "GET", path: await this.#path(ref) })).object;
  }

  /** Reads every object of a kind. */
  async list(ref: KindRef): Promise<readonly ClusterObject[]> {
    const { object } = await this.#send({ method: "GET", path: await this.#kindPath(ref) });
    return (object as unknown as { items: ClusterObject[] }).items;
  }

  /** Deletes one object. */
  async delete(ref: ObjectRef, options: DeleteOptions = {}): Promise<ClusterReply> {
    const query = { dryRun: options.dryRun ? "All" : undefined, propagationPolicy: options.propagation };
    return this.#send({ method: "DELETE", path: await this.#path(ref), query });
  }

  /** Deletes every object of a kind in a namespace with one request. */
  async deleteAll(ref: KindRef, options: DeleteOptions = {}): Promise<ClusterReply> {
    const query = { dryRun: options.dryRun ? "All" : undefined, propagationPolicy: options.propagation };
    return this.#send({ method: "DELETE", path: await this.#kindPath(ref), query });
  }

  /**
   * Any other request.
   *
   * @param method - In capitals.
   * @param path - E.g. `/version`.
   * @param body - Sent as JSON.
   */
  async request(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<unknown> {
    return (await this.#send({ method, path, body })).object;
  }

  async #path(ref: ObjectRef, subresource?: string): Promise<string> {
    const kind = await this.#kindPath({ ...ref, namespace: ref.metadata.namespace });
    return [kind, ref.metadata.name, ...(subresource === undefined ? [] : [subresource])].join("/");
  }

  async #kindPath(ref: KindRef): Promise<string> {
    const { name, namespaced } = await this.#resource(ref.apiVersion, ref.kind);
    const namespace = namespaced && ref.namespace !== undefined ? `/namespaces/${ref.namespace}` : "";
    return `${groupPath(ref.apiVersion)}${namespace}/${name}`;
  }

  async #resource(apiVersion: string, kind: string): Promise<Resource> {
    const key = `${apiVersion}/${kind}`;
    for (const deadline = Date.now() + DISCOVERY_MS; ; await sleep(POLL_MS)) {
      const known = this.#resources.get(key);
      if (known) {
        return known;
      }
      const missing = await this.#discover(apiVersion);
      if (!this.#resources.has(key) && Date.now() > deadline) {
        throw missing ?? new ClusterRequestError(`The server has no kind ${kind} in ${apiVersion}.`, 404, "NotFound");
      }
    }
  }

  async #discover(apiVersion: string): Promise<unknown> {
    try {
      const { object } = await this.#send({ method: "GET", path: groupPath(apiVersion) });
      const { resources } = object as unknown as { resources: (Resource & { readonly kind: string })[] };
      for (const { name, namespaced, kind } of resources) {
        if (!name.includes("/")) {
          this.#resources.set(`${apiVersion}/${kind}`, { name, namespaced });
        }
      }
      return undefined;
    } catch (error) {
      if (error instanceof ClusterRequestError && (error.status === 404 || error.status === 503)) {
        return error;
      }
      throw error;
    }
  }

  async #send({ method, path, query, body, contentType }: Request): Promise<ClusterReply> {
    const { status, data, headers } = await this.#http.request<unknown>({
      method,
      url: path,
      params: query,
      data: body,
      headers: body === undefined ? {} : { "Content-Type": contentType ?? "application/json" },
      // A body that is text already goes out as it is.
      ...(typeof body === "string" ? { transformRequest: (text: unknown) => text } : {}),
    });
    if (status >= 400) {
      throw refusal(status, data);
    }
    return {
      object: data as ClusterObject,
      warnings: warningTexts(String(headers.warning ?? "")),
      created: status === 201,
    };
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function writeQuery({ dryRun }: WriteOptions): Record<string, string | undefined> {
  return { fieldValidation: "Strict", dryRun: dryRun ? "All" : undefined };
}

function refusal(status: number, data: unknown): ClusterRequestError {
  if (typeof data !== "object" || data === null) {
    return new ClusterRequestError(String(data), status, "");
  }
  const { message, reason, details } = data as {
    message?: string;
    reason?: string;
    details?: { causes?: Partial<ClusterCause>[] };
  };
  const causes = (details?.causes ?? []).map((cause) => ({ field: "", message: "", reason: "", ...cause }));
  return new ClusterRequestError(message ?? `HTTP ${status}`, status, reason ?? "", causes);
}

/** Node joins the headers with commas; each is `299 - "text"`, with quotes inside escaped. */
function warningTexts(header: string): readonly string[] {
  const quoted = [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text ?? "");
  return quoted.map((text) => text.replaceAll(/\\(.)/g, "$1"));
}
