/** Who sent a request to Ironic: a client of the lab, or the lab's own deploy agents. */
export type Requester = "client" | "agent";

/** One HTTP request that Ironic's API received. */
export interface RequestEntry {
  /** When it was answered, ISO 8601. */
  readonly at: string;
  /** Who sent it. */
  readonly by: Requester;
  /** In capitals, e.g. `GET`. */
  readonly method: string;
  /** The path with names and ids left out, e.g. `/v1/nodes/{id}/states/provision`. */
  readonly route: string;
  /** As sent, with its query. */
  readonly path: string;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Until the answer began, milliseconds; absent where an agent asked. */
  readonly durationMs?: number | undefined;
}

/** Collections whose next path segment is a name or an id. */
const COLLECTIONS = new Set([
  "nodes",
  "ports",
  "portgroups",
  "allocations",
  "chassis",
  "conductors",
  "drivers",
  "deploy_templates",
  "runbooks",
  "inspection_rules",
  "connectors",
  "targets",
  "heartbeat",
  "traits",
  "vifs",
  "bios",
  "firmware",
  "history",
  "shards",
]);
/** Words in that place that are not a name. */
const WORDS = new Set(["detail", "validate"]);

/** The route of a path: names and ids replaced by `{id}`. */
export function routeOf(path: string): string {
  const segments = new URL(path, "http://lab").pathname.split("/").filter((segment) => segment !== "");
  const route = segments.map((segment, at) => {
    const before = segments[at - 1];
    return before !== undefined && COLLECTIONS.has(before) && !WORDS.has(segment) ? "{id}" : segment;
  });
  return `/${route.join("/")}`;
}

/** The requests that a lab's Ironic received, in the order in which they were answered. */
export class RequestLog {
  readonly #entries: RequestEntry[] = [];

  add(
    by: Requester,
    request: {
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly durationMs?: number | undefined;
    },
  ): void {
    this.#entries.push({ at: new Date().toISOString(), by, ...request, route: routeOf(request.path) });
  }

  entries(): RequestEntry[] {
    return [...this.#entries];
  }
}
