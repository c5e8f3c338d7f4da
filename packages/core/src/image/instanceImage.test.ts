import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { ValidationError } from "../error.js";
import type { ImageFormat } from "./instanceImage.js";
import { IMAGE_INFO_KEYS, InstanceImage, instanceInfoFor, validateInstanceImage } from "./instanceImage.js";
import { IpaImage } from "./ipaImage.js";

const sha256 = "0123456789abcdef".repeat(4);
const checksum = `sha256:${sha256}`;
const debian = "https://images.example/debian-13.qcow2";

function said(image: unknown): string {
  return validateInstanceImage(image)
    .map(({ severity, field, message, remedy }) => `${severity} ${field} ${message} ${remedy ?? ""}`)
    .join("\n");
}

it("an image of a URL is plain frozen data", () => {
  const image = InstanceImage.url(debian, { checksum: checksum.toUpperCase() });
  expect(image).toEqual({
    kind: "instance-image",
    url: debian,
    checksum: { algorithm: "sha256", value: sha256 },
    format: "qcow2",
  });
  expect(Object.isFrozen(image) && Object.isFrozen(image.checksum)).toBe(true);
  expect(said(image)).toBe("");
});

it.each<[string, ImageFormat | undefined]>([
  ["https://images.example/a.QCOW2?x=1", "qcow2"],
  ["https://images.example/a.raw", "raw"],
  ["https://images.example/a.img", undefined],
  ["https://images.example/qcow2", undefined],
])("the format of %s is inferred: %s", (url, format) => {
  const image = InstanceImage.url(url, { checksum });
  expect(image.format).toBe(format);
  expect(said(image)).toMatch(format === undefined ? /image.format is missing/ : /^$/);
  expect(said(InstanceImage.url(url, { checksum, format: format ?? "raw" }))).toBe("");
});

describe("wrong, and how", () => {
  it.each<[unknown, RegExp]>([
    [undefined, /image is not an instance image/],
    ["https://images.example/a.raw", /is not an instance image/],
    [IpaImage.iso("http://images.example/ipa.iso"), /is a deploy ramdisk/],
    [InstanceImage.url("", { checksum, format: "raw" }), /image.url is missing/],
    [InstanceImage.url(undefined as unknown as string, { checksum, format: "raw" }), /image.url is missing/],
    [InstanceImage.url("images/a.raw", { checksum }), /image.url is not a URL/],
    [InstanceImage.url("file:///images/a.raw", { checksum }), /scheme `file`/],
    [InstanceImage.url("https:///", { checksum, format: "raw" }), /image.url/],
    [InstanceImage.url("https://images.example", { checksum, format: "raw" }), /names no file/],
    [InstanceImage.url("https://images.example/a b.raw", { checksum }), /white space/],
    [InstanceImage.url("https://images.example/a.raw#x", { checksum }), /fragment/],
    [InstanceImage.url("https://images.example/a.raw.xz", { checksum }), /packed file/],
    [InstanceImage.url("https://images.example/a.iso", { checksum }), /names an ISO/],
    [
      InstanceImage.url(debian, { checksum, format: "raw" }),
      /warning image.format is `raw`, and the file name says `qcow2`/,
    ],
    [InstanceImage.url(debian, { checksum, format: "vmdk" as ImageFormat }), /image.format is not a format/],
    [InstanceImage.url(debian, {} as { checksum: string }), /image.checksum is missing/],
    [InstanceImage.url(debian, undefined as unknown as { checksum: string }), /image.checksum is missing/],
  ])("%j", (image, words) => {
    expect(said(image)).toMatch(words);
  });

  it("everything at once", () => {
    expect(said(InstanceImage.url("images/a", { checksum: "sha1:00" })).split("\n")).toHaveLength(3);
  });

  it("secrets in the URL are refused and not repeated", () => {
    for (const url of [
      "https://user:S3cret@images.example/a.raw",
      "https://S3cret@images.example/a.raw",
      "https://images.example/a.raw?X-Amz-Signature=S3cret",
      "https://images.example/a.raw?sig=S3cret&x=1",
      "https://images.example/a.raw?access_token=S3cret",
      "ftp://user:S3cret@images.example/a.raw",
    ]) {
      expect(said(InstanceImage.url(url, { checksum }))).toMatch(/^error image.url holds .* plain text/);
      expect(said(InstanceImage.url(url, { checksum }))).not.toContain("S3cret");
    }
  });

  it("nothing makes it throw", () => {
    fc.assert(
      fc.property(fc.anything(), fc.webUrl(), fc.string(), (anything, url, text) => {
        validateInstanceImage(anything);
        validateInstanceImage({ kind: "instance-image", url: anything, checksum: anything, format: anything });
        validateInstanceImage(InstanceImage.url(url, { checksum: text }));
      }),
    );
  });
});

describe("instance_info", () => {
  it("of sha256 and of md5", () => {
    expect(instanceInfoFor(InstanceImage.url(debian, { checksum }))).toEqual({
      image_source: debian,
      image_disk_format: "qcow2",
      image_os_hash_algo: "sha256",
      image_os_hash_value: sha256,
    });
    expect(instanceInfoFor(InstanceImage.url(debian, { checksum: `md5:${"a".repeat(32)}` }))).toEqual({
      image_source: debian,
      image_disk_format: "qcow2",
      image_checksum: "a".repeat(32),
    });
  });

  it("has only keys that a reinstall replaces", () => {
    for (const text of [checksum, `md5:${"a".repeat(32)}`]) {
      const keys = Object.keys(instanceInfoFor(InstanceImage.url(debian, { checksum: text })));
      expect(IMAGE_INFO_KEYS).toEqual(expect.arrayContaining(keys));
    }
  });

  it("is not made of an image that must not be written", () => {
    expect(() => instanceInfoFor(InstanceImage.url(debian, { checksum: "sha256:00" }))).toThrow(ValidationError);
  });
});

it("instance images and ramdisks cannot be swapped", () => {
  const instance = InstanceImage.url(debian, { checksum });
  const ramdisk = IpaImage.iso("http://images.example/ipa.iso");
  expectTypeOf(instance).not.toExtend<IpaImage>();
  expectTypeOf(ramdisk).not.toExtend<InstanceImage>();
  // @ts-expect-error a ramdisk is not an instance image
  const machine: { image: InstanceImage } = { image: ramdisk };
  // @ts-expect-error an instance image is not a ramdisk
  const endpoint: { ramdisk: IpaImage } = { ramdisk: instance };
  // @ts-expect-error the checksum is not optional
  InstanceImage.url(debian, {});
  expect([machine, endpoint]).toHaveLength(2);
});
