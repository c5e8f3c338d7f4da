import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostNameOf, parseRequestUri, parseUrl } from "./url.js";

const LENIENT = { strictColons: false };
const STRICT = { strictColons: true };

/** What Go 1.26 makes of a text, as its own `url.Parse` showed: scheme, opaque, host name and path. */
describe("what is read", () => {
  it.each([
    ["redfish://10.0.0.1:8000/redfish/v1?x=1#f", "redfish", "", "10.0.0.1", "/redfish/v1"],
    ["IPMI://bmc", "ipmi", "", "bmc", ""],
    ["ipmi:bmc", "ipmi", "bmc", "", ""],
    ["bmc.example:623", "bmc.example", "623", "", ""],
    ["10.0.0.1", "", "", "", "10.0.0.1"],
    ["//bmc/x", "", "", "bmc", "/x"],
    ["///x", "", "", "", "///x"],
    ["a:///x", "a", "", "", "/x"],
    ["redfish://u:p@v@bmc/", "redfish", "", "bmc", "/"],
    ["redfish://[fe80::1%25eno1]:5/", "redfish", "", "fe80::1%eno1", "/"],
    ["redfish://[::ffff:10.0.0.1]", "redfish", "", "::ffff:10.0.0.1", ""],
    ["redfish://fe80::1:8000/", "redfish", "", "fe80::1", "/"],
    ["redfish://bmc:", "redfish", "", "bmc", ""],
    ["redfish://b%25c", "redfish", "", "b%c", ""],
    ['redfish://b<">c', "redfish", "", 'b<">c', ""],
    ["*", "", "", "", "*"],
    ["/a b", "", "", "", "/a b"],
    ["", "", "", "", ""],
  ])("%s", (text, scheme, opaque, host, path) => {
    const url = parseUrl(text, STRICT);
    expect(url.ok && { ...url.value, host: hostNameOf(url.value) }).toEqual({ scheme, opaque, host, path });
  });
});

describe("what is refused", () => {
  it.each([
    "10.0.0.1:623",
    ":x",
    "a b:c",
    "redfish://[::1/x",
    "redfish://[bmc]/",
    "redfish://[10.0.0.1]/",
    "redfish://b[::1]/",
    "redfish://[::1]x/",
    "redfish://bmc:abc/",
    "redfish://bmc:1 /",
    "redfish://my host/",
    "redfish://b%41c/",
    "redfish://b%zzc/",
    "redfish://u x@bmc/",
    "redfish://u%zz@bmc/",
    "redfish://[fe80::1%25]/",
    "/a%zz",
    "/x#%zz",
    "/a\u0007",
    "/a\u007f",
  ])("%s", (text) => {
    expect(parseUrl(text, LENIENT).ok).toBe(false);
  });

  it("a second colon in an http host, by Go version", () => {
    for (const text of ["http://fd00::7/x", "https://fd00::7:80/x"]) {
      expect(parseUrl(text, LENIENT).ok).toBe(true);
      expect(parseUrl(text, STRICT).ok).toBe(false);
    }
    expect(parseUrl("ftp://fd00::7:80/x", STRICT).ok).toBe(true);
  });
});

it("a request needs an absolute URL or path, and knows no fragment", () => {
  for (const text of ["", "events", "?x", "a/b:c"]) {
    expect(parseRequestUri(text, STRICT).ok).toBe(false);
  }
  for (const text of ["/events", "a:b", "*", "//bmc/x", "/x#%41"]) {
    expect(parseRequestUri(text, STRICT).ok).toBe(true);
  }
  expect(parseRequestUri("/x#%zz", STRICT).ok).toBe(false);
  const relative = parseRequestUri("//bmc/x", STRICT);
  expect(relative.ok && relative.value).toMatchObject({ host: "", path: "//bmc/x" });
});

it("strict colons refuse more, never less; nothing throws", () => {
  const piece = fc.constantFrom(
    "http",
    "redfish",
    ":",
    "//",
    "/",
    "[",
    "]",
    "::1",
    "@",
    "%",
    "%25",
    "?",
    "#",
    "1",
    "a",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
      const text = pieces.join("");
      if (parseUrl(text, STRICT).ok) {
        expect(parseUrl(text, LENIENT)).toEqual(parseUrl(text, STRICT));
      }
      if (parseRequestUri(text, STRICT).ok) {
        expect(parseRequestUri(text, LENIENT)).toEqual(parseRequestUri(text, STRICT));
      }
    }),
  );
});
