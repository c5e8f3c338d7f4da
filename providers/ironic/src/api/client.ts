import { type Clock, systemClock } from "@ironworks/driver";
import { answerError } from "./answerError.js";
import { type ApiVersion, negotiate } from "./apiVersion.js";
import { IronicError } from "./ironicError.js";
import type {
  DeployStep,
  DirectoryEntry,
  DriverDetails,
  FleetNode,
  HistoryEvent,
  InterfaceValidation,
  InventoryRecord,
  Node,
  NodeSummary,
  PatchOperation,
  Port,
  PowerTarget,
  ProvisionVerb,
} from "./node.js";
import { DIRECTORY_FIELDS, FLEET_FIELDS, SUMMARY_FIELDS } from "./node.js";
import { secretsIn } from "./redaction.js";
import { type Patience, retrying } from "./retry.js";
import { type EndpointConfig, type HttpAnswer, type Method, Transport } from "./transport.js";

/** What a call was for. A `repeat` is the second and later try of a call that met a lock, a full conductor or no endpoint. */
export type CallKind = "mutation" | "read" | "poll" | "repeat";

/** One HTTP request that went out. */
export interface Call {
  /** What it was for. */
  readonly kind: CallKind;
  /** Of HTTP. */
  readonly method: Method;
  /** With `{node}` in place of what names one. */
  readonly route: string;
}

/** How to talk to an endpoint. */
export interface ClientConfig extends EndpointConfig {
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** 0 to 1, for pauses between repeats. Default `Math.random`. */
  readonly random?: (() => number) | undefined;
  /** Default 60 s while the endpoint is away, 300 s while a node is locked or the conductor full. */
  readonly patience?: Partial<Patience> | undefined;
  /** Called with each request, for counting. */
  readonly onCall?: ((call: Call) => void) | undefined;
}

interface Request {
  readonly method: Method;
  readonly route: string;
  readonly node?: string | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  readonly kind?: CallKind | undefined;
  /** Reads only. False where each try costs something at the other end: a BMC locks accounts. Default true. */
  readonly repeatable?: boolean | undefined;
  /** Ends a read, and any repeating; a change that went out is never cut off. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_PATIENCE: Patience = { unreachableSeconds: 60, busySeconds: 300 };
/** An endpoint that has never answered is more likely mistyped than restarting. */
const FIRST_CONTACT: Patience = { unreachableSeconds: 3, busySeconds: 60 };
const PAGE = 1000;

/** The part of Ironic's REST API that Ironworks uses, typed. Every failure is an {@link IronicError}. */
export class IronicClient {
  readonly #transport: Transport;
  readonly #config: ClientConfig;
  readonly #clock: Clock;
  readonly #patience: Patience;
  #version: Promise<ApiVersion> | undefined;
  #answered = false;
  /** Secrets in what was sent, by node. */
  readonly #sent = new Map<string, ReadonlySet<string>>();

  constructor(config: ClientConfig) {
    this.#transport = new Transport(config);
    this.#config = config;
    this.#clock = config.clock ?? systemClock;
    this.#patience = { ...DEFAULT_PATIENCE, ...config.patience };
  }

  /** Without a trailing slash and `/v1`. */
  get endpoint(): string {
    return this.#transport.endpoint;
  }

  /** Agreed once with the endpoint. */
  version(): Promise<ApiVersion> {
    this.#version ??= this.#negotiate().catch((error: unknown) => {
      this.#version = undefined;
      throw error;
    });
    return this.#version;
  }

  async createNode(body: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Node> {
    return this.#json(await this.#request({ method: "POST", route: "/v1/nodes", body, signal }));
  }

  /** By uuid or name. */
  async node(node: string, signal?: AbortSignal): Promise<Node> {
    return this.#json(await this.#request({ method: "GET", route: "/v1/nodes/{node}", node, signal }));
  }

  /** Undefined where Ironic does not know it. */
  async findNode(node: string, signal?: AbortSignal): Promise<Node | undefined> {
    return orMissing(this.node(node, signal));
  }

  /**
   * Seconds since the ramdisk of a node was last heard, by Ironic's own clock; undefined where it never was, or where Ironic
   * does not say.
   */
  async secondsSinceHeartbeat(node: string, signal?: AbortSignal): Promise<number | undefined> {
    const query = { fields: "driver_internal_info" };
    const answer = await this.#request({ method: "GET", route: "/v1/nodes/{node}", node, query, signal });
    const { driver_internal_info: info } = this.#json<{
      readonly driver_internal_info?: { readonly agent_last_heartbeat?: unknown };
    }>(answer);
    const last = info?.agent_last_heartbeat;
    // UTC without saying so.
    const seconds = (Date.parse(answer.headers.date ?? "") - Date.parse(`${last}Z`)) / 1000;
    return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
  }

  async patchNode(node: string, body: readonly PatchOperation[], signal?: AbortSignal): Promise<Node> {
    return this.#json(await this.#request({ method: "PATCH", route: "/v1/nodes/{node}", node, body, signal }));
  }

  async deleteNode(node: string, signal?: AbortSignal): Promise<void> {
    await this.#request({ method: "DELETE", route: "/v1/nodes/{node}", node, signal });
  }

  /** Every node, all pages. A poll is tried once: whoever polls knows when to look again. */
  summaries(kind: "poll" | "read" = "poll"): Promise<readonly NodeSummary[]> {
    return this.#list<NodeSummary>("nodes", { fields: SUMMARY_FIELDS.join(",") }, kind);
  }

  /** Every node with what distinguishes two enrolments of one server. */
  directory(): Promise<readonly DirectoryEntry[]> {
    return this.#list<DirectoryEntry>("nodes", { fields: DIRECTORY_FIELDS.join(",") }, "read");
  }

  /** Every node with what a look at the whole fleet shows. */
  fleet(): Promise<readonly FleetNode[]> {
    return this.#list<FleetNode>("nodes", { fields: FLEET_FIELDS.join(",") }, "read");
  }

  ports(address?: string): Promise<readonly Port[]> {
    return this.#list<Port>("ports", { fields: "uuid,address,node_uuid", ...(address && { address }) }, "read");
  }

  async createPort(node: string, address: string, signal?: AbortSignal): Promise<void> {
    const body = { node_uuid: node, address, pxe_enabled: true };
    await this.#request({ method: "POST", route: "/v1/ports", body, signal });
  }

  /** Asks for a change of the provision state; whether it comes is seen by waiting. */
  async provision(
    node: string,
    target: ProvisionVerb,
    more: { readonly configdrive?: unknown; readonly deploySteps?: readonly DeployStep[] | undefined } = {},
    signal?: AbortSignal,
  ): Promise<void> {
    const { configdrive, deploySteps } = more;
    const body = {
      target,
      ...(configdrive !== undefined && { configdrive }),
      ...(deploySteps && { deploy_steps: deploySteps }),
    };
    await this.#request({ method: "PUT", route: "/v1/nodes/{node}/states/provision", node, body, signal });
  }

  /** `timeoutSeconds`: after which Ironic itself gives up. */
  async power(
    node: string,
    target: PowerTarget,
    more: { readonly timeoutSeconds?: number | undefined } = {},
    signal?: AbortSignal,
  ): Promise<void> {
    const body = { target, ...(more.timeoutSeconds !== undefined && { timeout: more.timeoutSeconds }) };
    await this.#request({ method: "PUT", route: "/v1/nodes/{node}/states/power", node, body, signal });
  }

  async leaveMaintenance(node: string, signal?: AbortSignal): Promise<void> {
    await this.#request({ method: "DELETE", route: "/v1/nodes/{node}/maintenance", node, signal });
  }

  /** By interface, e.g. `deploy`. Asks no BMC. */
  async validate(node: string): Promise<Readonly<Record<string, InterfaceValidation>>> {
    return this.#json(await this.#request({ method: "GET", route: "/v1/nodes/{node}/validate", node }));
  }

  /** Undefined before the first inspection. */
  async inventory(node: string): Promise<InventoryRecord | undefined> {
    const answer = orMissing(this.#request({ method: "GET", route: "/v1/nodes/{node}/inventory", node }));
    const found = await answer;
    return found && this.#json<InventoryRecord>(found);
  }

  /** What happened to the node, newest first. Empty where the server keeps none. */
  async history(node: string): Promise<readonly HistoryEvent[]> {
    const query = { detail: "true", limit: "100" };
    const answer = await this.#request({ method: "GET", route: "/v1/nodes/{node}/history", node, query });
    const { history } = this.#json<{ history: HistoryEvent[] }>(answer);
    return [...history].sort((a, b) => b.created_at.localeCompare(a.created_at));
  }

  /** Asks the BMC itself, once; throws with what it answered. Changes nothing. */
  async bootDevice(node: string): Promise<string | null> {
    const route = "/v1/nodes/{node}/management/boot_device";
    const answer = await this.#request({ method: "GET", route, node, repeatable: false });
    return this.#json<{ boot_device: string | null }>(answer).boot_device;
  }

  /** What a hardware type may be used with here. Undefined where it is not enabled, or no conductor has registered yet. */
  async driver(name: string): Promise<DriverDetails | undefined> {
    const found = await orMissing(this.#request({ method: "GET", route: "/v1/drivers/{driver}", node: name }));
    return found && this.#json<DriverDetails>(found);
  }

  /** Gives the sockets back. */
  close(): void {
    this.#transport.close();
  }

  /** Pages by a marker of our own: Ironic's `next` link drops most filters. */
  async #list<Item extends { readonly uuid: string }>(
    collection: "nodes" | "ports",
    query: Readonly<Record<string, string>>,
    kind: CallKind,
  ): Promise<readonly Item[]> {
    const children = collection === "nodes" && (await this.version()).supports("childNodes");
    const items: Item[] = [];
    for (let marker: string | undefined; ; ) {
      const page = {
        ...query,
        limit: String(PAGE),
        ...(children && { include_children: "true" }),
        ...(marker !== undefined && { marker }),
      };
      const answer = await this.#request({ method: "GET", route: `/v1/${collection}`, query: page, kind });
      const body = this.#json<Record<string, unknown>>(answer);
      const found = body[collection];
      if (!Array.isArray(found)) {
        throw notIronic(this.endpoint);
      }
      items.push(...(found as Item[]));
      const last = items.at(-1)?.uuid;
      if (body.next === undefined || body.next === null || found.length === 0 || last === marker) {
        return items;
      }
      marker = last;
    }
  }

  async #negotiate(): Promise<ApiVersion> {
    const answer = await this.#attempts({ method: "GET", route: "/" }, undefined);
    return negotiate(this.endpoint, answer.body);
  }

  /** What was sent to a node and must not come back in a text about it; the account's own secrets with it. */
  secretsOf(node: string): readonly string[] {
    return [...this.#transport.secrets, ...(this.#sent.get(node) ?? [])];
  }

  #rememberSecrets({ node, body }: Request): void {
    const uuid = node ?? (body as { readonly uuid?: unknown } | undefined)?.uuid;
    const secrets = secretsIn(body);
    if (typeof uuid === "string" && secrets.length > 0) {
      this.#sent.set(uuid, new Set([...(this.#sent.get(uuid) ?? []), ...secrets]));
    }
  }

  async #request(request: Request): Promise<HttpAnswer> {
    this.#rememberSecrets(request);
    const version = await this.version();
    return this.#attempts(request, version.text);
  }

  #attempts(request: Request, version: string | undefined): Promise<HttpAnswer> {
    const { method, route, node, kind, signal } = request;
    const safe = method === "GET" && request.repeatable !== false;
    const first = this.#answered ? this.#patience : { ...FIRST_CONTACT, ...this.#config.patience };
    const patience = kind === "poll" ? { unreachableSeconds: 0, busySeconds: 0 } : first;
    const options = { safe, patience, clock: this.#clock, random: this.#config.random, signal };
    return retrying(async (attempt) => {
      const repeated = attempt > 1 ? "repeat" : (kind ?? (method === "GET" ? "read" : "mutation"));
      this.#config.onCall?.({ kind: repeated, method, route });
      return this.#once(
        request,
        node === undefined ? route : route.replace(/\{\w+\}/, encodeURIComponent(node)),
        version,
      );
    }, options);
  }

  async #once(request: Request, path: string, version: string | undefined): Promise<HttpAnswer> {
    const { method, query, body, signal, kind } = request;
    const headers = version === undefined ? {} : { "X-OpenStack-Ironic-API-Version": version };
    const readSignal = method === "GET" && signal ? { signal } : {};
    // All who wait depend on a list: it must not stand behind hundreds of changes.
    const order = { unsentSignal: signal, urgent: kind === "poll" };
    const answer = await this.#transport.send({ method, path, query, body, headers, ...readSignal, ...order });
    this.#answered = true;
    if (answer.status >= 200 && answer.status < 300) {
      return answer;
    }
    const known = { status: answer.status, body: answer.body, request: `${method} ${path}` };
    const error = answerError({ ...known, location: answer.headers.location }, this.#transport.redactorFor(body));
    if (version === undefined && isForeign(error, answer)) {
      throw notIronic(this.endpoint);
    }
    throw error;
  }

  #json<Body>(answer: HttpAnswer): Body {
    try {
      return JSON.parse(answer.body) as Body;
    } catch {
      throw notIronic(this.endpoint);
    }
  }
}

/** An error at the root: Ironic's own answer there needs no version and no account, so this is something else. */
function isForeign(error: IronicError, answer: HttpAnswer): boolean {
  return IronicError.is(error, "IRONIC_NOT_FOUND", "IRONIC_BAD_REQUEST", "IRONIC_FORBIDDEN") || answer.status === 405;
}

function notIronic(endpoint: string): IronicError {
  return new IronicError("IRONIC_NOT_IRONIC", {
    message: `\`${endpoint}\` answers, but not like an Ironic API`,
    remedy: "give the address of Ironic's API, usually port 6385, without a path after it",
  });
}

async function orMissing<Found>(found: Promise<Found>): Promise<Found | undefined> {
  try {
    return await found;
  } catch (error) {
    if (IronicError.is(error, "IRONIC_NOT_FOUND")) {
      return undefined;
    }
    throw error;
  }
}
