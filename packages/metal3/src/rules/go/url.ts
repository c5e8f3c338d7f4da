import { failure, type Result, success } from "@ironworks/core";
import { type AnyRelease, isWithin } from "../../releases/release.js";
import { isIPv4, isIPv6, zoneless } from "./net.js";

/** What Go's `net/url` makes of a text; the webhooks' verdicts follow from it, so ours must. */
export interface GoUrl {
  /** Lower case; empty when there is none. */
  readonly scheme: string;
  /** What follows `scheme:` when that does not start with a slash. */
  readonly opaque: string;
  /** `host`, `host:port`, `[v6]:port`; decoded, without user info. */
  readonly host: string;
  /** Still percent-encoded. */
  readonly path: string;
}

/** What differs between the Go versions that the releases are built for. */
interface GoUrlOptions {
  /** Go 1.26: a second colon in an http or https host is an error. */
  readonly strictColons: boolean;
}

/** v0.14 is built for Go 1.26. */
export function urlOptionsOf(release: AnyRelease): GoUrlOptions {
  return { strictColons: isWithin(release, "v0.14", undefined) };
}

/** Like Go's `url.Parse`: any reference, relative ones too. */
export function parseUrl(text: string, options: GoUrlOptions): Result<GoUrl, string> {
  const [before, fragment] = cut(text, "#");
  const url = parse(before, false, options);
  if (!url.ok) {
    return url;
  }
  if (fragment && badEscape(fragment, "any")) {
    return failure("has a `%` in its fragment that does not start an escape");
  }
  return url;
}

/** Like Go's `url.ParseRequestURI`: an absolute URL or an absolute path. */
export function parseRequestUri(text: string, options: GoUrlOptions): Result<GoUrl, string> {
  return parse(text, true, options);
}

/** The host without port and brackets, like Go's `URL.Hostname`. */
export function hostNameOf(url: Pick<GoUrl, "host">): string {
  const colon = url.host.lastIndexOf(":");
  const name = colon >= 0 && isPort(url.host.slice(colon)) ? url.host.slice(0, colon) : url.host;
  return name.startsWith("[") && name.endsWith("]") ? name.slice(1, -1) : name;
}

function parse(text: string, viaRequest: boolean, options: GoUrlOptions): Result<GoUrl, string> {
  if (hasControlCharacter(text)) {
    return failure("holds a control character");
  }
  if (text === "" && viaRequest) {
    return failure("is empty");
  }
  if (text === "*") {
    return success({ scheme: "", opaque: "", host: "", path: "*" });
  }

  const split = splitScheme(text);
  if (!split.ok) {
    return split;
  }
  const scheme = split.value.scheme.toLowerCase();
  const [rest] = cut(split.value.rest, "?");

  if (!rest.startsWith("/")) {
    if (scheme !== "") {
      return success({ scheme, opaque: rest, host: "", path: "" });
    }
    if (viaRequest) {
      return failure("is neither an absolute URL nor an absolute path");
    }
    if (cut(rest, "/")[0].includes(":")) {
      return failure("has a colon in its first path segment and no scheme");
    }
  }
  const hasAuthority = rest.startsWith("//") && (scheme !== "" || (!viaRequest && !rest.startsWith("///")));
  if (!hasAuthority) {
    return withPath({ scheme, opaque: "", host: "", path: rest });
  }

  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const host = parseAuthority(scheme, authority, options);
  if (!host.ok) {
    return host;
  }
  return withPath({ scheme, opaque: "", host: host.value, path: slash < 0 ? "" : rest.slice(slash) });
}

function withPath(url: GoUrl): Result<GoUrl, string> {
  return badEscape(url.path, "any") ? failure("has a `%` in its path that does not start an escape") : success(url);
}

function splitScheme(text: string): Result<{ readonly scheme: string; readonly rest: string }, string> {
  if (text.startsWith(":")) {
    return failure("has no scheme before its colon");
  }
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  return success(match?.[1] ? { scheme: match[1], rest: text.slice(match[0].length) } : { scheme: "", rest: text });
}

function parseAuthority(scheme: string, authority: string, options: GoUrlOptions): Result<string, string> {
  const sign = authority.lastIndexOf("@");
  const host = parseHost(scheme, authority.slice(sign + 1), options);
  if (!host.ok || sign < 0) {
    return host;
  }
  const user = authority.slice(0, sign);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) {
    return failure("has user info with a character that needs an escape");
  }
  return badEscape(user, "any") ? failure("has a `%` in its user info that does not start an escape") : host;
}

function parseHost(scheme: string, host: string, { strictColons }: GoUrlOptions): Result<string, string> {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0) {
    return failure("has a `[` inside its host");
  }
  if (bracket === 0) {
    return parseBracketed(host);
  }
  const first = host.indexOf(":");
  if (first >= 0) {
    const strict = strictColons && (scheme === "http" || scheme === "https");
    const port = host.slice(strict ? first : host.lastIndexOf(":"));
    if (!isPort(port)) {
      return failure(`has \`${port}\` after its host, which is not a port`);
    }
  }
  return unescapeHost(host);
}

function parseBracketed(host: string): Result<string, string> {
  const end = host.lastIndexOf("]");
  if (end < 0) {
    return failure("has a `[` without its `]`");
  }
  const port = host.slice(end + 1);
  if (!isPort(port)) {
    return failure(`has \`${port}\` after its host, which is not a port`);
  }
  const inside = host.slice(1, end);
  const zone = inside.indexOf("%25");
  const address = unescapeHost(zone < 0 ? inside : inside.slice(0, zone));
  if (!address.ok) {
    return address;
  }
  if (zone >= 0 && badEscape(inside.slice(zone), "zone")) {
    return failure("has an IPv6 zone that cannot be read");
  }
  const text = zone < 0 ? address.value : `${address.value}${decode(inside.slice(zone))}`;
  const bare = zoneless(text);
  if (bare === undefined || isIPv4(bare) || !isIPv6(bare)) {
    return failure("has something else than an IPv6 address in brackets");
  }
  return success(`[${text}]${port}`);
}

/** In hosts an escape may only stand for a byte outside ASCII, or for a percent sign. */
function unescapeHost(host: string): Result<string, string> {
  if (badEscape(host, "host")) {
    return failure("has a character or escape in its host that is not allowed there");
  }
  return success(decode(host));
}

function badEscape(text: string, where: "any" | "host" | "zone"): boolean {
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "%") {
      const digits = text.slice(index + 1, index + 3);
      if (!/^[0-9A-Fa-f]{2}$/.test(digits)) {
        return true;
      }
      const byte = Number.parseInt(digits, 16);
      if (where === "host" && byte < 0x80 && digits !== "25") {
        return true;
      }
      if (
        where === "zone" &&
        byte !== 0x25 &&
        byte !== 0x20 &&
        !(byte < 0x80 && isHostCharacter(String.fromCharCode(byte)))
      ) {
        return true;
      }
      index += 2;
    } else if (where !== "any" && character.charCodeAt(0) < 0x80 && !isHostCharacter(character)) {
      return true;
    }
  }
  return false;
}

function isHostCharacter(character: string): boolean {
  return /^[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]$/.test(character);
}

/** Bytes outside ASCII become one replacement character: no host that has them is valid anyway. */
function decode(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => {
    const byte = Number.parseInt(digits, 16);
    return byte < 0x80 ? String.fromCharCode(byte) : "\uFFFD";
  });
}

/** Empty, or a colon and digits: neither a number nor a range is asked for. */
function isPort(text: string): boolean {
  return /^(?::[0-9]*)?$/.test(text);
}

function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) {
      return true;
    }
  }
  return false;
}

function cut(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}
