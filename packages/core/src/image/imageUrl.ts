import { errorAt, type Problem } from "../problem.js";

/** Query keys that carry what lets the bearer in. */
const SECRET_KEYS =
  /^(?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig|token|access_?token|auth|api[-_]?key|key|password|passwd|pwd|secret)$/i;

/** What is wrong with the URL of an image that a server fetches. Never repeats the URL, which may hold a secret. */
export function validateImageUrl(
  url: unknown,
  field: string,
  schemes: readonly ("http" | "https" | "file")[],
): readonly Problem[] {
  const wanted = schemes.map((scheme) => `\`${scheme}://…\``).join(" or ");
  if (url === undefined || url === "") {
    return [errorAt(field, "is missing.", `write the image's address: ${wanted}`)];
  }
  if (typeof url !== "string") {
    return [errorAt(field, "is not text.", `write the image's address: ${wanted}`)];
  }
  if (/[\s\p{Cc}]/u.test(url)) {
    return [errorAt(field, "holds white space or a control character.", "write spaces as `%20`")];
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && (parsed.username !== "" || parsed.password !== "")) {
    return [secretAt(field, "a user name or password")];
  }
  if (parsed && [...parsed.searchParams.keys()].some((key) => SECRET_KEYS.test(key))) {
    return [secretAt(field, "a signature, key or token")];
  }
  if (scheme === undefined || !parsed || !schemes.some((known) => known === scheme)) {
    const other =
      scheme === undefined || !parsed ? "is not a URL." : `has the scheme \`${scheme}\`, which does not work here.`;
    return [errorAt(field, other, `write ${wanted}`)];
  }
  if (scheme !== "file" && parsed.hostname === "") {
    return [errorAt(field, "has no host.", `write ${wanted}`)];
  }
  if (/^\/*$/.test(parsed.pathname)) {
    return [errorAt(field, "names no file.", "add the path of the image")];
  }
  if (parsed.hash !== "") {
    return [errorAt(field, "holds a `#` fragment, which no server receives.", "remove it")];
  }
  return [];
}

function secretAt(field: string, what: string): Problem {
  return errorAt(
    field,
    `holds ${what}, which would be stored and shown in plain text.`,
    "serve the image where the provisioning network may read it without one",
  );
}

/** The lower-case name of the file that a URL names; empty where it names none. */
export function fileNameOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? "");
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
