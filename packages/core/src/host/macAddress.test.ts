import fc from "fast-check";
import { expect, it } from "vitest";
import { canonicalMac, parseMacAddress } from "./macAddress.js";

it.each([
  ["52:54:00:AB:cd:ef", "52:54:00:ab:cd:ef"],
  ["52-54-00-ab-cd-ef", "52:54:00:ab:cd:ef"],
  ["5254.00ab.cdef", "52:54:00:ab:cd:ef"],
  ["525400ABCDEF", "52:54:00:ab:cd:ef"],
])("%s is %s", (text, mac) => {
  expect(canonicalMac(text)).toBe(mac);
});

it.each([
  "",
  "52:54:00:ab:cd",
  "52:54:00:ab:cd:ef:01",
  "52:54:00:ab:cd:ef:01:02",
  "52:54:00:ab:cd:eg",
  "52:54-00:ab:cd:ef",
  "5:54:00:ab:cd:ef",
  "52:54:00:ab:cd:ef ",
])("`%s` is none", (text) => {
  const result = parseMacAddress(text);
  expect(result.ok ? result.value : result.error.message).toBe("is not a MAC address.");
});

it("addresses that no NIC has", () => {
  expect(parseMacAddress("ff:ff:ff:ff:ff:ff")).toMatchObject({ ok: false, error: { message: /multicast/ } });
  expect(parseMacAddress("01:00:5e:00:00:01")).toMatchObject({ ok: false, error: { message: /multicast/ } });
  expect(parseMacAddress("00:00:00:00:00:00")).toMatchObject({ ok: false, error: { message: /all zeros/ } });
});

it("every spelling of six bytes has one form", () => {
  const bytes = fc.uint8Array({ minLength: 6, maxLength: 6 }).map((array) => {
    array[0] = (array[0] ?? 0) & 0xfe;
    array[5] = 7;
    return [...array].map((byte) => byte.toString(16).padStart(2, "0"));
  });
  fc.assert(
    fc.property(bytes, (parts) => {
      const one = parts.join(":");
      expect(canonicalMac(one)).toBe(one);
      expect(canonicalMac(parts.join("-").toUpperCase())).toBe(one);
      expect(canonicalMac(parts.join(""))).toBe(one);
      expect(canonicalMac(parts.join("").replace(/(....)(?=.)/g, "$1."))).toBe(one);
    }),
  );
});
