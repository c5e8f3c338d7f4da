import { ValidationError } from "../error.js";
import { errorAt, errorsAmong, type Problem, warningAt } from "../problem.js";
import { type Checksum, readChecksum, validateChecksum } from "./checksum.js";
import { fileNameOf, validateImageUrl } from "./imageUrl.js";

/** Format of an image file; Ironic's names. */
export type ImageFormat = "raw" | "qcow2";

/**
 * An image of an operating system, which is written to a machine's root disk. Its identity is the checksum; the URL only
 * says where to fetch it. Not a deploy ramdisk: that is an `IpaImage`.
 */
export interface InstanceImage {
  /** Distinguishes it from a deploy ramdisk. */
  readonly kind: "instance-image";
  /** Where the host's deploy ramdisk, or Ironic, fetches it: `http://…` or `https://…`, without credentials. */
  readonly url: string;
  /** Of the file at `url`: what is checked before the disk is used, and what a later change is compared with. */
  readonly checksum: Checksum;
  /** Of the file at `url`. */
  readonly format: ImageFormat;
}

/** What else an instance image needs. */
export interface InstanceImageOptions {
  /** `<algorithm>:<hexadecimal digits>` with sha256, sha512 or (weak) md5. */
  readonly checksum: string;
  /** Default: inferred from the file name where it ends in `.qcow2` or `.raw`; else it must be given. */
  readonly format?: ImageFormat | undefined;
}

/** Makes instance images. */
export const InstanceImage: {
  /**
   * An image that servers fetch over HTTP. Never throws: what is wrong with it is found with all else that is wrong in a
   * program.
   *
   * @example
   * ```ts
   * InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" });
   * ```
   */
  url(url: string, options: InstanceImageOptions): InstanceImage;
} = Object.freeze({
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
  const { kind, url, checksum, format } = (image ?? {}) as Partial<InstanceImage>;
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
        "is missing, and cannot be inferred from the file name.",
        'write `format: "raw"` or `format: "qcow2"`; `qemu-img info` shows which',
      ),
    ];
  }
  const known = FORMATS.find((name) => name === format);
  if (!known) {
    return [errorAt(`${field}.format`, "is not a format that is supported.", `write one of ${FORMATS.join(", ")}`)];
  }
  const inferred = formatOfFile(fileName);
  if (inferred === undefined || inferred === known) {
    return [];
  }
  return [
    warningAt(
      `${field}.format`,
      `is \`${known}\`, and the file name says \`${inferred}\`; Ironic refuses an image whose format is not the given one.`,
      "correct the one that is wrong",
    ),
  ];
}

/** Ironic's `instance_info` of an image. Throws a `ValidationError` for an image that must not be written. */
export function instanceInfoFor(image: InstanceImage): Readonly<Record<string, string>> {
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
