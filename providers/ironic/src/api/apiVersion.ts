import { IronicError } from "./ironicError.js";

/** Oldest API that Ironworks speaks: Ironic 21.4 (2023.1). */
export const OLDEST_MINOR = 82;
/** Newest API that Ironworks knows: Ironic 39 (2026.2). */
export const NEWEST_MINOR = 115;

export interface FeatureFacts {
  /** First API version, `1.minor`. */
  readonly minor: number;
  /** First Ironic release with it. */
  readonly since: string;
  readonly what: string;
  /** What to do on an older one, apart from upgrading. */
  readonly otherwise?: string | undefined;
}

/** What newer endpoints can do and older ones cannot. */
export type Feature = "childNodes" | "agentInspection" | "firmwareInterface";

export const FEATURES: Readonly<Record<Feature, FeatureFacts>> = {
  childNodes: { minor: 83, since: "22.0", what: "parent and child nodes" },
  agentInspection: {
    minor: 84,
    since: "22.1",
    what: "inspection by the deploy ramdisk",
    otherwise: 'set `inspectionMode: "fast"`',
  },
  firmwareInterface: { minor: 86, since: "22.1", what: "firmware interfaces" },
};

/** The API version agreed with an endpoint. */
export class ApiVersion {
  constructor(
    readonly endpoint: string,
    readonly minor: number,
  ) {}

  /** `1.115`, as the header wants it. */
  get text(): string {
    return `1.${this.minor}`;
  }

  supports(feature: Feature): boolean {
    return this.minor >= FEATURES[feature].minor;
  }

  /** Throws where the endpoint cannot do it, naming the release that can. */
  require(feature: Feature): void {
    if (this.supports(feature)) {
      return;
    }
    const facts = FEATURES[feature];
    throw new IronicError("IRONIC_UNSUPPORTED", {
      message: `\`${this.endpoint}\` speaks API ${this.text}, which has no ${facts.what} (that came with API 1.${facts.minor})`,
      remedy: `use Ironic ${facts.since} or later${facts.otherwise ? `, or ${facts.otherwise}` : ""}`,
    });
  }
}

/** Picks the newest version that both sides know, from the answer to `GET /`. */
export function negotiate(endpoint: string, body: string): ApiVersion {
  const range = rangeOf(body);
  if (!range) {
    throw new IronicError("IRONIC_NOT_IRONIC", {
      message: `\`${endpoint}\` answers, but is not an Ironic API`,
      remedy: "give the address of Ironic's API, usually port 6385, without a path after it",
    });
  }
  if (range.max < OLDEST_MINOR) {
    throw new IronicError("IRONIC_API_TOO_OLD", {
      message: `\`${endpoint}\` speaks API 1.${range.max} at most; Ironworks needs 1.${OLDEST_MINOR}`,
      remedy: "upgrade Ironic to 21.4 (2023.1) or later",
    });
  }
  if (range.min > NEWEST_MINOR) {
    throw new IronicError("IRONIC_API_TOO_NEW", {
      message: `\`${endpoint}\` speaks API 1.${range.min} at least; this Ironworks knows up to 1.${NEWEST_MINOR}`,
      remedy: "upgrade Ironworks",
    });
  }
  return new ApiVersion(endpoint, Math.min(range.max, NEWEST_MINOR));
}

function rangeOf(body: string): { readonly min: number; readonly max: number } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const root = record(json);
  const listed = Array.isArray(root?.versions) ? root.versions : [];
  for (const candidate of [root?.default_version, ...listed, root?.version]) {
    const version = record(candidate);
    const min = minorOf(version?.min_version);
    const max = minorOf(version?.version);
    if (version?.id === "v1" && min !== undefined && max !== undefined) {
      return { min, max };
    }
  }
  return undefined;
}

function minorOf(text: unknown): number | undefined {
  const minor = typeof text === "string" ? /^1\.(\d+)$/.exec(text)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
