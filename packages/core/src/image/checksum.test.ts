import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHECKSUM_DIGITS, type ChecksumAlgorithm, formatChecksum, readChecksum, validateChecksum } from "./checksum.js";

const sha256 = "0123456789abcdef".repeat(4);

function said(checksum: unknown): string {
  return validateChecksum(checksum, "image.checksum")
    .map(({ severity, message, remedy }) => `${severity}: ${message} ${remedy ?? ""}`)
    .join("\n");
}

describe("wrong, and how", () => {
  it.each<[unknown, RegExp]>([
    [undefined, /error: is missing/],
    ["", /error: is missing/],
    [null, /error: is missing/],
    [readChecksum(""), /error: is missing/],
    [7, /is not a checksum/],
    [{}, /is not a checksum/],
    [sha256, /names no algorithm. 64 digits look like sha256/],
    ["deadbeef", /names no algorithm. write it as/],
    ["sha256:", /nothing after `sha256:`/],
    [`sha256:${sha256}00`, /has 66 digits, and sha256 has 64. copy the whole/],
    [`sha512:${sha256}`, /has 64 digits, and sha512 has 128. 64 digits are those of `sha256:`/],
    [`sha256:${sha256.slice(0, 63)}g`, /position 64 that is not hexadecimal/],
    [`sha1:${"a".repeat(40)}`, /unknown algorithm `sha1`/],
    [`sha265:${sha256}`, /unknown algorithm `sha265`. did you mean `sha256`/],
    [`constructor:${sha256}`, /unknown algorithm/],
    ["https://images.example/SHA256SUMS", /is a URL/],
    [`md5:${"a".repeat(32)}`, /^warning: uses MD5/],
  ])("%j", (checksum, words) => {
    expect(said(checksum)).toMatch(words);
  });
});

it("right ones in any case have one form", () => {
  const algorithm = fc.constantFrom<ChecksumAlgorithm>("sha256", "sha512");
  fc.assert(
    fc.property(algorithm, fc.uint8Array({ minLength: 64, maxLength: 64 }), (name, bytes) => {
      const value = Buffer.from(bytes).toString("hex").slice(0, CHECKSUM_DIGITS[name]);
      const text = `${name}:${value}`;
      expect(said(text)).toBe("");
      expect(said(readChecksum(text.toUpperCase()))).toBe("");
      expect(formatChecksum(readChecksum(text.toUpperCase()))).toBe(text);
    }),
  );
});

it("one digit more or less is never right", () => {
  fc.assert(
    fc.property(fc.constantFrom("sha256", "sha512", "md5"), fc.stringMatching(/^[0-9a-f]{0,140}$/), (name, value) => {
      const right = value.length === CHECKSUM_DIGITS[name as ChecksumAlgorithm];
      const errors = validateChecksum(`${name}:${value}`, "x").filter(({ severity }) => severity === "error");
      expect(errors.length === 0).toBe(right);
    }),
  );
});
