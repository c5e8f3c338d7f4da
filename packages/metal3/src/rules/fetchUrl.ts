import { type AnyRelease, isWithin } from "../releases/release.js";
import { parseRequestUri, urlOptionsOf } from "./go/url.js";
import { goText } from "./manifest.js";

const SCHEMES = ["http", "https", "ftp", "gopher", "oci"];

/** First release that looks at the scheme of a URL. */
const SCHEME_CHECKED_SINCE = "v0.14";

/** What to write in the place of a URL that has a {@link fetchUrlFault}. */
export const FETCH_URL_REMEDY: string = `write an absolute URL; from v0.14 with one of ${SCHEMES.join(", ")}`;

/** Why the webhooks reject the URL of something to fetch, of an image or firmware; undefined when they take it. */
export function fetchUrlFault(url: unknown, release: AnyRelease): string | undefined {
  const parsed = parseRequestUri(goText(url), urlOptionsOf(release));
  if (!parsed.ok) {
    return `${parsed.error}.`;
  }
  const { scheme } = parsed.value;
  if (!isWithin(release, SCHEME_CHECKED_SINCE, undefined) || SCHEMES.includes(scheme)) {
    return undefined;
  }
  return scheme === "" ? "has no scheme." : `has the scheme \`${scheme}\`, which the webhook does not take.`;
}
