const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Formats of texts that the API server checks, by name. It ignores others, and those of numbers: see `undecodable`. */
export const FORMAT_CHECKS: Readonly<Record<string, (value: string) => boolean>> = {
  "date-time": isDateTime,
  uri: isRequestUri,
};

/** What a format asks for, in words. */
export const FORMAT_WORDS: Readonly<Record<string, string>> = {
  "date-time": "a time such as `2026-01-31T12:00:00Z`",
  uri: "a URL or an absolute path",
};

/** RFC 3339, as k8s.io/kube-openapi's strfmt reads it: any sign before the fraction, no check of the offset. */
function isDateTime(value: string): boolean {
  const [date, time] = value.toLowerCase().split("t");
  if (date === undefined || time === undefined || !isDate(date)) {
    return false;
  }
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/u.exec(time);
  return match !== null && Number(match[1]) <= 23 && Number(match[2]) <= 59 && Number(match[3]) <= 59;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) {
    return false;
  }
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + leap;
}

/** What Go's `url.ParseRequestURI` accepts: an absolute URL, an opaque one, or an absolute path. */
function isRequestUri(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly these.
  if (value === "" || /[\u0000-\u001f\u007f]/.test(value)) {
    return false;
  }
  if (value === "*") {
    return true;
  }
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(value)?.[0] ?? "";
  const rest = value.slice(scheme.length).split("?", 1)[0] ?? "";
  if (!rest.startsWith("/")) {
    return scheme !== "";
  }
  const authority = scheme !== "" && rest.startsWith("//") ? (/^[^/]*/.exec(rest.slice(2))?.[0] ?? "") : "";
  const path = authority === "" ? rest : rest.slice(2 + authority.length);
  return isAuthority(authority) && !/%(?![0-9A-Fa-f]{2})/.test(path);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) {
    return false;
  }
  return /^(\[[^\]]*\]|[^\s\\^{}|`#%/?@[\]:]*(%[0-9A-Fa-f]{2}[^\s\\^{}|`#%/?@[\]:]*)*)(:[0-9]*)?$/.test(
    authority.slice(at + 1),
  );
}
