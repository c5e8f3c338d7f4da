import { redact } from "@ironworks/core";

const SECRET_KEY = /password|passwd|secret|token|credential|private_key/i;

/** Removes known secrets from texts, and whatever has the shape of one. */
export class Redactor {
  readonly #secrets: readonly string[];

  constructor(secrets: Iterable<string>) {
    this.#secrets = [...new Set([...secrets].flatMap(spellings))];
  }

  text(text: string): string {
    return redact(text, this.#secrets);
  }
}

/** Beyond those that `redact` knows: JSON inside of JSON, and Python's quoting. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, JSON.stringify(json).slice(1, -1), secret.replaceAll("'", "\\'")];
}

/**
 * Strings in a request's body that must not come back in an error: values under secret-looking keys, user data and its lines,
 * and every value of metadata and network data that is long enough to be a secret.
 */
export function secretsIn(body: unknown): string[] {
  const found: string[] = [];
  collect(body, false, found);
  return found;
}

function collect(value: unknown, secret: boolean, found: string[]): void {
  if (typeof value === "string") {
    if (secret) {
      found.push(value);
    }
  } else if (Array.isArray(value)) {
    for (const item of value) {
      collect(item, secret || isSecretPatch(item), found);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === "user_data" && typeof item === "string") {
        found.push(item, ...longLines(item));
      } else if (key === "meta_data" || key === "network_data") {
        found.push(...longTexts(item, SHORTEST[key]));
      } else {
        collect(item, (secret && key === "value") || SECRET_KEY.test(key), found);
      }
    }
  }
}

/** Shorter values are words of the format, such as `ipv4`, without which an error says nothing. */
const SHORTEST = { meta_data: 3, network_data: 8 } as const;

function longTexts(value: unknown, shortest: number): readonly string[] {
  if (typeof value === "string") {
    return value.length >= shortest ? [value, ...longLines(value)] : [];
  }
  const values = typeof value === "object" && value !== null ? Object.values(value) : [];
  return values.flatMap((item) => longTexts(item, shortest));
}

/** `{ op: "add", path: "/driver_info/redfish_password", value: … }` */
function isSecretPatch(item: unknown): boolean {
  return typeof item === "object" && item !== null && "path" in item && SECRET_KEY.test(String(item.path));
}

function longLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line.length >= 12);
}
