import { ask, type Outcome, type Reply } from "./net/httpProbe.js";
import type { EndpointTarget } from "./target/target.js";

/** Oldest and newest minor version of the API that Ironworks speaks. A test compares it with the driver's. */
export const SPOKEN = { oldest: 82, newest: 115 } as const;

/** A node, as far as it is looked at. */
export interface NodeRecord {
  readonly uuid: string;
  readonly name: string | null;
  readonly driver: string;
  readonly driver_info: Readonly<Record<string, unknown>>;
  readonly driver_internal_info: Readonly<Record<string, unknown>>;
  readonly instance_info: Readonly<Record<string, unknown>>;
  readonly provision_state: string;
  readonly power_state: string | null;
  readonly last_error: string | null;
  readonly fault: string | null;
  readonly maintenance: boolean;
  readonly maintenance_reason: string | null;
  readonly provision_updated_at: string | null;
  /** Interfaces and whatever else the endpoint's version has. */
  readonly [field: string]: unknown;
}

/** One of Ironic's workers. */
export interface Conductor {
  readonly hostname: string;
  readonly conductor_group: string;
  readonly alive: boolean;
  readonly updated_at: string | null;
}

/** A hardware type that can be used now. */
export interface OfferedDriver {
  readonly name: string;
  /** Hostnames of conductors. */
  readonly hosts: readonly string[];
}

/** An answer that was understood, or why there is none: a clause. */
export type Answer<T> = { readonly value: T } | { readonly missing: string; readonly status?: number | undefined };

const PAGE = 500;
const MOST_PAGES = 40;

/** Reads one Ironic API, each thing once, whoever asks for it. Sends GET and nothing else. */
export class IronicReader {
  readonly target: EndpointTarget;
  readonly #timeoutMs: number;
  readonly #memory = new Map<string, Promise<unknown>>();

  constructor(target: EndpointTarget, timeoutMs: number) {
    this.target = target;
    this.#timeoutMs = timeoutMs;
  }

  /** What the root says; it needs no account. */
  root(): Promise<Outcome> {
    return this.#once("/", () => this.#get("/", false));
  }

  /** The versions of the API. */
  async range(): Promise<Answer<{ readonly min: number; readonly max: number }>> {
    const root = await this.root();
    if ("trouble" in root) {
      return { missing: "the endpoint does not answer" };
    }
    const range = rangeIn(root.reply.body);
    return range ? { value: range } : { missing: "what answers there is not an Ironic API", status: root.reply.status };
  }

  /** The first call that needs the account. */
  access(): Promise<Answer<unknown>> {
    return this.#once("access", () => this.#read("/v1/nodes?limit=1&fields=uuid", (body) => body.nodes));
  }

  nodes(): Promise<Answer<readonly NodeRecord[]>> {
    return this.#once("nodes", () => this.#allNodes());
  }

  conductors(): Promise<Answer<readonly Conductor[]>> {
    return this.#once("conductors", () =>
      this.#read("/v1/conductors?detail=true", (body) => body.conductors as readonly Conductor[]),
    );
  }

  /** The hardware types that are offered, each with the conductors that offer it. */
  drivers(): Promise<Answer<readonly OfferedDriver[]>> {
    return this.#once("drivers", () => this.#read("/v1/drivers", (body) => body.drivers as readonly OfferedDriver[]));
  }

  /** A hardware type; lists of interfaces come as `enabled_<kind>_interfaces`. */
  driver(name: string): Promise<Answer<Readonly<Record<string, unknown>>>> {
    return this.#once(`driver ${name}`, () => this.#read(`/v1/drivers/${encodeURIComponent(name)}`, (body) => body));
  }

  /** What Ironic thinks of the node's settings, by interface. Asks no BMC. */
  validate(uuid: string): Promise<Answer<Readonly<Record<string, Validation>>>> {
    return this.#once(`validate ${uuid}`, () =>
      this.#read(
        `/v1/nodes/${encodeURIComponent(uuid)}/validate`,
        (body) => body as Readonly<Record<string, Validation>>,
      ),
    );
  }

  async #allNodes(): Promise<Answer<readonly NodeRecord[]>> {
    const nodes: NodeRecord[] = [];
    for (let page = 0, marker = ""; page < MOST_PAGES; page++) {
      const query = `limit=${PAGE}${marker === "" ? "" : `&marker=${marker}`}`;
      const answer = await this.#read(`/v1/nodes/detail?${query}`, (body) => body.nodes as readonly NodeRecord[]);
      if ("missing" in answer) {
        return answer;
      }
      nodes.push(...answer.value);
      marker = answer.value.at(-1)?.uuid ?? "";
      if (answer.value.length < PAGE) {
        break;
      }
    }
    return { value: nodes };
  }

  async #read<T>(path: string, pick: (body: Readonly<Record<string, unknown>>) => T): Promise<Answer<T>> {
    const range = await this.range();
    if ("missing" in range) {
      return { missing: range.missing };
    }
    const outcome = await this.#get(path, true);
    if ("trouble" in outcome) {
      return { missing: outcome.trouble.text };
    }
    const { status, body } = outcome.reply;
    if (status !== 200) {
      return { missing: status === 401 ? "the credentials are refused" : `the endpoint answers ${status}`, status };
    }
    try {
      return { value: pick(JSON.parse(body) as Readonly<Record<string, unknown>>) };
    } catch {
      return { missing: "the endpoint answers something else than Ironic would", status };
    }
  }

  async #get(path: string, withAccount: boolean): Promise<Outcome> {
    const { url, ca, insecure, account } = this.target;
    const { username, password } = account;
    const known = withAccount && username !== undefined && password !== undefined;
    const headers = withAccount ? await this.#versionHeader() : {};
    return ask({
      method: "GET",
      url: `${url.replace(/\/+$/, "").replace(/\/v1$/, "")}${path}`,
      headers: { Accept: "application/json", ...headers },
      ...(known && { account: { username, password } }),
      ca,
      insecure,
      timeoutMs: this.#timeoutMs,
    });
  }

  async #versionHeader(): Promise<Readonly<Record<string, string>>> {
    const range = await this.range();
    const minor = "value" in range ? Math.min(range.value.max, SPOKEN.newest) : SPOKEN.oldest;
    return { "X-OpenStack-Ironic-API-Version": `1.${minor}` };
  }

  #once<T>(key: string, question: () => Promise<T>): Promise<T> {
    const known = this.#memory.get(key) as Promise<T> | undefined;
    const asked = known ?? question();
    this.#memory.set(key, asked);
    return asked;
  }
}

export interface Validation {
  readonly result: boolean | null;
  readonly reason?: string | undefined;
}

/** When the endpoint answered, by its own clock; undefined where it does not say. */
export function dateOf({ headers }: Reply): number | undefined {
  const date = Date.parse(headers.date ?? "");
  return Number.isNaN(date) ? undefined : date;
}

function rangeIn(body: string): { readonly min: number; readonly max: number } | undefined {
  let root: Json;
  try {
    root = JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
  const listed = Array.isArray(root?.versions) ? (root.versions as readonly Json[]) : [];
  for (const version of [root?.default_version as Json, ...listed, root?.version as Json]) {
    const [min, max] = [minorOf(version?.min_version), minorOf(version?.version)];
    if (version?.id === "v1" && min !== undefined && max !== undefined) {
      return { min, max };
    }
  }
  return undefined;
}

type Json = Readonly<Record<string, unknown>> | undefined | null;

function minorOf(text: unknown): number | undefined {
  const minor = typeof text === "string" ? /^1\.(\d+)$/.exec(text)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}
