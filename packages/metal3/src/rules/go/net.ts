/** Dotted decimal without leading zeros, as Go reads IPv4. */
export function isIPv4(text: string): boolean {
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** IPv6 without zone, as Go reads it; an IPv4 tail is allowed. */
export function isIPv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) {
    return false;
  }
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === "") {
      continue;
    }
    const parts = half.split(":");
    const last = index === halves.length - 1 ? parts[parts.length - 1] : undefined;
    if (last?.includes(".")) {
      if (!isIPv4(last)) {
        return false;
      }
      parts.pop();
      groups += 2;
    }
    if (!parts.every((part) => /^[0-9A-Fa-f]{1,4}$/.test(part))) {
      return false;
    }
    groups += parts.length;
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** Like Go's `net.ParseIP`: no zone. */
export function isIP(text: string): boolean {
  return isIPv4(text) || isIPv6(text);
}

/** An address without its zone; undefined when the zone is empty. */
export function zoneless(text: string): string | undefined {
  const percent = text.indexOf("%");
  if (percent < 0) {
    return text;
  }
  return percent === text.length - 1 ? undefined : text.slice(0, percent);
}

/** Like Go's `net.SplitHostPort`: whether the text is `host:port` or `[host]:port`. The port may be anything. */
export function isHostPort(text: string): boolean {
  const colon = text.lastIndexOf(":");
  if (colon < 0) {
    return false;
  }
  if (!text.startsWith("[")) {
    const host = text.slice(0, colon);
    return !host.includes(":") && !/[[\]]/.test(text);
  }
  const end = text.indexOf("]");
  return end >= 0 && end + 1 === colon && !text.slice(1).includes("[") && !text.slice(end + 1).includes("]");
}

/** Like Go's `net.ParseMAC`: 6, 8 or 20 bytes with colons, dashes or dots. */
export function isMacAddress(text: string): boolean {
  const byPairs = /^[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2})*$/.test(text);
  const byQuads = /^[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4})+$/.test(text);
  const bytes = byPairs ? (text.length + 1) / 3 : byQuads ? ((text.length + 1) / 5) * 2 : 0;
  return bytes === 6 || bytes === 8 || bytes === 20;
}

/** What the operator takes for a uuid: also 32 bare digits, and a uuid with any one character on either side. */
export function isUuid(text: string): boolean {
  if (/^[0-9A-Fa-f]{32}$/.test(text)) {
    return true;
  }
  const bare = text.length === 38 ? text.slice(1, 37) : text.replace(/^urn:uuid:/i, "");
  return /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/.test(bare);
}
