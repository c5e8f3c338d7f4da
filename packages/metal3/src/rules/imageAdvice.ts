import { fileNameOf } from "@ironworks/core";
import type { Metal3KindName } from "../kinds/generated/registry.gen.js";
import { hostNameOf, parseRequestUri } from "./goUrl.js";
import { isMap, type Manifest, specOf, textOf } from "./manifest.js";
import { hasStrictColons } from "./operatorBmc.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";

const DIGITS: Readonly<Record<string, number>> = { md5: 32, sha256: 64, sha512: 128 };

/** What a file's ending says of its format. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  qcow2: ["qcow2"],
  raw: ["raw"],
  iso: ["live-iso"],
  vmdk: ["vmdk"],
  vdi: ["vdi"],
};
const COMPRESSED = ["gz", "xz", "zst", "bz2", "zip"];

/** Schemes that Ironic can fetch an image with. */
const FETCHABLE = ["http", "https", "file", "oci"];

function imageOf(object: Manifest): Manifest | undefined {
  const { image } = specOf(object);
  return isMap(image) && textOf(image.url) !== "" ? image : undefined;
}

/** The checksum where it is one and not the URL of a file with it, and where it counts. */
function checksumOf(image: Manifest): string | undefined {
  const checksum = textOf(image.checksum);
  return checksum === "" || image.format === "live-iso" || /^[a-z]+:\/\//i.test(checksum) ? undefined : checksum;
}

function checksumFault(image: Manifest): string | undefined {
  const checksum = checksumOf(image);
  if (checksum === undefined) {
    return undefined;
  }
  if (!/^[0-9A-Fa-f]+$/.test(checksum)) {
    return "The checksum is neither hexadecimal digits nor a URL.";
  }
  const type = textOf(image.checksumType);
  const wanted = Object.hasOwn(DIGITS, type) ? DIGITS[type] : undefined;
  if (wanted !== undefined && checksum.length !== wanted) {
    return `The checksum has ${checksum.length} digits, and ${type} has ${wanted}.`;
  }
  if (wanted === undefined && !Object.values(DIGITS).includes(checksum.length)) {
    return `The checksum has ${checksum.length} digits, which no algorithm has.`;
  }
  return undefined;
}

function isMd5(image: Manifest): boolean {
  if (image.checksumType === "md5") {
    return textOf(image.checksum) !== "" && image.format !== "live-iso";
  }
  return checksumFault(image) === undefined && checksumOf(image)?.length === DIGITS.md5;
}

function formatFault(image: Manifest): string | undefined {
  const ending = fileNameOf(textOf(image.url)).split(".").at(-1) ?? "";
  const format = textOf(image.format);
  if (COMPRESSED.includes(ending)) {
    return `The image's file ends in \`.${ending}\`, and Ironic does not unpack images.`;
  }
  const formats = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (!formats || formats.includes(format)) {
    return undefined;
  }
  if (format !== "") {
    return `The image's file ends in \`.${ending}\`, and its format is \`${format}\`.`;
  }
  return ending === "iso"
    ? "The image's file ends in `.iso`, and without a format it is written to a disk."
    : undefined;
}

function urlAdvice(image: Manifest, request: AdmissionRequest): string | undefined {
  const url = parseRequestUri(textOf(image.url), { strictColons: hasStrictColons(request.release) });
  if (!url.ok) {
    return undefined;
  }
  const { scheme } = url.value;
  if (scheme === "") {
    return "The image's URL has no scheme, so Ironic cannot fetch it.";
  }
  if (!FETCHABLE.includes(scheme)) {
    return `The image's URL has the scheme \`${scheme}\`, which Ironic cannot fetch.`;
  }
  return scheme !== "file" && hostNameOf(url.value) === "" ? "The image's URL names no host." : undefined;
}

/** What the webhook lets through about `spec.image` although it cannot work, or hardly. */
export function imageAdvice(kind: Metal3KindName, prefix: string): readonly Rule[] {
  const rule = (
    suffix: string,
    severity: Rule["severity"],
    words: { readonly message: string; readonly remedy: string },
    check: (image: Manifest, request: AdmissionRequest) => Finding | undefined,
  ): Rule => ({
    id: `${prefix}-image-${suffix}`,
    kind,
    by: "advice",
    on: ["create", "update"],
    severity,
    ...words,
    *check(request): Iterable<Finding> {
      const image = imageOf(request.object);
      const finding = image && check(image, request);
      if (finding) {
        yield finding;
      }
    },
  });
  const found = (field: string, message: string | undefined): Finding | undefined =>
    message === undefined ? undefined : { field, message };

  return [
    rule(
      "live-iso-checksum",
      "warning",
      {
        message: "A live ISO is booted and not written, so its checksum is never looked at.",
        remedy: "Remove `spec.image.checksum`.",
      },
      (image) =>
        image.format === "live-iso" && textOf(image.checksum) !== "" ? { field: "spec.image.checksum" } : undefined,
    ),
    rule(
      "checksum-shape",
      "error",
      {
        message: "The checksum is not one of its type, so writing the image fails.",
        remedy: "Copy the whole checksum as `sha256sum` prints it, and set `checksumType: sha256`.",
      },
      (image) => found("spec.image.checksum", checksumFault(image)),
    ),
    rule(
      "checksum-md5",
      "warning",
      {
        message: "MD5 does not protect against a forged image, and newer Ironic refuses it unless told otherwise.",
        remedy: "Use sha256 or sha512.",
      },
      (image) => (isMd5(image) ? { field: "spec.image.checksum" } : undefined),
    ),
    rule(
      "file-format",
      "warning",
      {
        message: "The name of the image's file and its format do not go together.",
        remedy: "Set `spec.image.format` to what the file is: raw, qcow2, or live-iso for an ISO to boot.",
      },
      (image) => found("spec.image.format", formatFault(image)),
    ),
    rule(
      "not-fetchable",
      "warning",
      {
        message: "Ironic cannot fetch the image.",
        remedy: "Write `https://host/path`.",
      },
      (image, request) => found("spec.image.url", urlAdvice(image, request)),
    ),
  ];
}
