import { ValidationError } from "../error.js";
import { errorAt, errorsAmong, type Problem, warningAt } from "../problem.js";
import { type Checksum, readChecksum, validateChecksum } from "./checksum.js";
import { fileNameOf, validateImageUrl } from "./imageUrl.js";

export type { Checksum, ChecksumAlgorithm } from "./checksum.js";

/** Format of an image file; Ironic's names. */
export type ImageFormat = "raw" | "qcow2";

/** What is written to a machine's root disk. Its identity is the checksum; the URL only says where to fetch it. */
export interface InstanceImageSpec {
  readonly kind: "instance-image";
  readonly url: string;
  readonly checksum: Checksum;
  readonly format: ImageFormat;
}

/** An image of an operating system for a machine. Not a deploy ramdisk: that is an `IpaImage`. */
export type InstanceImage = InstanceImageSpec;

export interface InstanceImageOptions {
  /** `<algorithm>:<hexadecimal digits>` with sha256, sha512 or (weak) md5. */
  readonly checksum: string;
  /** Default: told by the file name where it ends in `.qcow2` or `.raw`. */
  readonly format?: ImageFormat | undefined;
}

interface InstanceImages {
  /**
   * An image that servers fetch over HTTP. Takes anything; `validateInstanceImage` says what is wrong, together with all
   * else that is wrong in a program.
   *
   * @example InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" })
   */
  url(url: string, options: InstanceImageOptions): InstanceImage;
}

export const InstanceImage: InstanceImages = Object.freeze({
  url(url: string, options: InstanceImageOptions): InstanceImage {
    const format = options?.format ?? (typeof url === "string" ? formatOfFile(fileNameOf(url)) : undefined);
    return Object.freeze({
      kind: "instance-image",
      url,
      checksum: Object.freeze(readChecksum(String(options?.checksum ?? ""))),
      format: format as ImageFormat,
    });
  },
});

const FORMATS: readonly ImageFormat[] = ["raw", "qcow2"];

function formatOfFile(fileName: string): ImageFormat | undefined {
  if (/\.qcow2?$/.test(fileName)) {
    return "qcow2";
  }
  return /\.raw$/.test(fileName) ? "raw" : undefined;
}

/** What is wrong with an instance image. `field` is where the program holds it. */
export function validateInstanceImage(image: unknown, field = "image"): readonly Problem[] {
  const { kind, url, checksum, format } = (image ?? {}) as Partial<InstanceImageSpec>;
  if (kind !== "instance-image") {
    const ramdisk = (kind as unknown) === "ipa-image";
    return [
      errorAt(
        field,
        ramdisk ? "is a deploy ramdisk, not an instance image." : "is not an instance image.",
        "write `InstanceImage.url(…, { checksum: … })`",
      ),
    ];
  }
  const fileName = typeof url === "string" ? fileNameOf(url) : "";
  return [
    ...validateImageUrl(url, `${field}.url`, ["http", "https"]),
    ...validateFile(fileName, format, field),
    ...validateChecksum(checksum, `${field}.checksum`),
  ];
}

function validateFile(fileName: string, format: unknown, field: string): readonly Problem[] {
  if (/\.(?:xz|gz|bz2|zst|zip|7z|tar|tgz)$/.test(fileName)) {
    return [errorAt(`${field}.url`, "names a packed file, which Ironic does not unpack.", "serve it unpacked")];
  }
  if (/\.iso$/.test(fileName)) {
    return [errorAt(`${field}.url`, "names an ISO, which is not written to a disk.", "use a raw or qcow2 disk image")];
  }
  if (format === undefined) {
    return [
      errorAt(
        `${field}.format`,
        "is missing, and the file name does not tell it.",
        'write `format: "raw"` or `format: "qcow2"`; `qemu-img info` tells which',
      ),
    ];
  }
  const known = FORMATS.find((name) => name === format);
  if (!known) {
    return [errorAt(`${field}.format`, "is not a format that is supported.", `write one of ${FORMATS.join(", ")}`)];
  }
  const told = formatOfFile(fileName);
  if (told === undefined || told === known) {
    return [];
  }
  return [
    warningAt(
      `${field}.format`,
      `is \`${known}\`, and the file name says \`${told}\`; Ironic refuses an image that is not what was said.`,
      "correct the one that is wrong",
    ),
  ];
}

/** Ironic's `instance_info` of an image. Throws a `ValidationError` for an image that must not be written. */
export function instanceInfoFor(image: InstanceImageSpec): Readonly<Record<string, string>> {
  const errors = errorsAmong(validateInstanceImage(image));
  if (errors.length > 0) {
    throw new ValidationError(errors);
  }
  const { algorithm, value } = image.checksum;
  return {
    image_source: image.url,
    image_disk_format: image.format,
    ...(algorithm === "md5"
      ? { image_checksum: value }
      : { image_os_hash_algo: algorithm, image_os_hash_value: value }),
  };
}

/** Keys of `instance_info` that {@link instanceInfoFor} may write: what a reinstall must replace or remove. */
export const IMAGE_INFO_KEYS: readonly string[] = [
  "image_source",
  "image_disk_format",
  "image_checksum",
  "image_os_hash_algo",
  "image_os_hash_value",
];
