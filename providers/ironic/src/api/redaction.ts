const MASK = "******";
const SECRET_KEY = /password|passwd|secret|token|credential|private_key/i;
const URL_USER = /\/\/[^/\s@"'<>]+@/g;

/** Removes known secrets from texts: as written, and as JSON, URLs and Basic authentication spell them. */
export class Redactor {
  readonly #spellings: readonly string[];

  constructor(secrets: Iterable<string>) {
    const all = new Set<string>();
    for (const secret of secrets) {
      for (const spelling of spellings(secret)) if (spelling !== "") all.add(spelling);
    }
    this.#spellings = [...all].sort((a, b) => b.length - a.length);
  }

  /** The text without secrets; user names and passwords inside of URLs go too. */
  text(text: string): string {
    let clean = text;
    for (const spelling of this.#spellings) clean = clean.replaceAll(spelling, MASK);
    return clean.replace(URL_USER, `//${MASK}@`);
  }
}

function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, json.replaceAll("\\", "\\\\"), secret.replaceAll("'", "\\'"), encodeURIComponent(secret)];
}

/** Strings in a request's body that must not come back in an error: values under secret-looking keys, and user data. */
export function secretsIn(body: unknown): string[] {
  const found: string[] = [];
  collect(body, false, found);
  return found;
}

function collect(value: unknown, secret: boolean, found: string[]): void {
  if (typeof value === "string") {
    if (secret) found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, secret || isSecretPatch(item), found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === "user_data" && typeof item === "string") found.push(item, ...longLines(item));
      else collect(item, (secret && key === "value") || SECRET_KEY.test(key), found);
    }
  }
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
