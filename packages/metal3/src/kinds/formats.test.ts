import { describe, expect, it } from "vitest";
import { FORMAT_CHECKS } from "./formats.js";

const CASES: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
  "date-time": {
    yes: [
      "2026-01-31T12:00:00Z",
      "2026-01-31t12:00:00z",
      "2024-02-29T23:59:59.123456Z",
      "2026-01-31T12:00:00-05:00",
      "2000-02-29T00:00:00Z",
    ],
    no: [
      "",
      "2026-01-31",
      "2026-01-31T12:00:00",
      "2026-02-29T12:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-13-01T12:00:00Z",
      "2026-01-00T12:00:00Z",
      "2026-01-31T24:00:00Z",
      "2026-01-31T12:60:00Z",
      "2026-01-31 12:00:00Z",
      "2026-01-31T12:00:00+0100",
    ],
  },
  uri: {
    yes: [
      "https://h",
      "https://h:8443/p?q=%zz",
      "file:///a/b",
      "/a/b",
      "*",
      "oci://r.example.org/i:1",
      "http://[fd00::1]:80/",
      "mailto:x",
      "example.org:80/p",
      "https://u:p@h/",
      "https://h:/",
      "https://h%20x/",
    ],
    no: [
      "",
      "h",
      "h/p",
      "://h",
      "1http://h",
      "https://a b",
      "https://h:port/",
      "https://h/%zz",
      "https://h\n",
      "https://[fd00::1",
      "https://u p@h/",
      "https://h#f",
    ],
  },
};

describe.each(Object.entries(CASES))("%s", (format, { yes, no }) => {
  it.each(yes)("accepts %j", (value) => expect(FORMAT_CHECKS[format]?.(value)).toBe(true));
  it.each(no)("refuses %j", (value) => expect(FORMAT_CHECKS[format]?.(value)).toBe(false));
});
