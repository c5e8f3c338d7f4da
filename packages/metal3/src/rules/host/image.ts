import { fileNameOf } from "@ironworks/core";
import { isRecord } from "@ironworks/core/json";
import type { Metal3KindName } from "../../kinds/generated/registry.gen.js";
import { type AnyRelease, isWithin } from "../../releases/release.js";
import { FETCH_URL_REMEDY, fetchUrlFault } from "../fetchUrl.js";
import { hostNameOf, parseRequestUri, urlOptionsOf } from "../go/url.js";
import { goText, type Manifest, specOf } from "../manifest.js";
import type { AdmissionRequest, Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";

/** First release that takes OCI images without a checksum, and that does so whatever the case of `oci`. */
const OCI_SINCE = "v0.12";
const OCI_ANY_CASE_SINCE = "v0.13";

const URL_FIELD = "spec.image.url";
const CHECKSUM = "spec.image.checksum";
const FORMAT = "spec.image.format";

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
  return isRecord(image) ? image : undefined;
}

function isOci(image: Manifest, release: AnyRelease): boolean {
  if (!isWithin(release, OCI_SINCE, undefined)) {
    return false;
  }
  const url = goText(image.url);
  return (isWithin(release, OCI_ANY_CASE_SINCE, undefined) ? url.toLowerCase() : url).startsWith("oci://");
}

/** The checksum where it is one and not the URL of a file with it, and where it counts. */
function checksumOf(image: Manifest): string | undefined {
  const checksum = goText(image.checksum);
  return checksum === "" || image.format === "live-iso" || /^[a-z]+:\/\//i.test(checksum) ? undefined : checksum;
}

function checksumFault(image: Manifest): string | undefined {
  const checksum = checksumOf(image);
  if (checksum === undefined) {
    return undefined;
  }
  if (!/^[0-9A-Fa-f]+$/.test(checksum)) {
    return "is neither hexadecimal digits nor a URL.";
  }
  const type = goText(image.checksumType);
  const wanted = Object.hasOwn(DIGITS, type) ? DIGITS[type] : undefined;
  if (wanted !== undefined && checksum.length !== wanted) {
    return `has ${checksum.length} digits, but ${type} has ${wanted}.`;
  }
  if (wanted === undefined && !Object.values(DIGITS).includes(checksum.length)) {
    return `has ${checksum.length} digits, as no known algorithm has.`;
  }
  return undefined;
}

function isMd5(image: Manifest): boolean {
  if (image.checksumType === "md5") {
    return goText(image.checksum) !== "" && image.format !== "live-iso";
  }
  return checksumFault(image) === undefined && checksumOf(image)?.length === DIGITS.md5;
}

function formatFault(image: Manifest): string | undefined {
  const ending = fileNameOf(goText(image.url)).split(".").at(-1) ?? "";
  const format = goText(image.format);
  if (COMPRESSED.includes(ending)) {
    return `cannot describe a file that ends in \`.${ending}\`, as Ironic does not unpack images.`;
  }
  const formats = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined;
  if (!formats || formats.includes(format)) {
    return undefined;
  }
  if (format !== "") {
    return `is \`${format}\`, but the image's file ends in \`.${ending}\`.`;
  }
  return ending === "iso"
    ? "is missing, so an image whose file ends in `.iso` is written to a disk instead of booted."
    : undefined;
}

function fetchFault(image: Manifest, { release }: AdmissionRequest): string | undefined {
  const url = parseRequestUri(goText(image.url), urlOptionsOf(release));
  if (!url.ok) {
    return undefined;
  }
  const { scheme } = url.value;
  if (scheme === "") {
    return "has no scheme, so Ironic cannot fetch it.";
  }
  if (!FETCHABLE.includes(scheme)) {
    return `has the scheme \`${scheme}\`, which Ironic cannot fetch.`;
  }
  return scheme !== "file" && hostNameOf(url.value) === "" ? "has no host." : undefined;
}

type Fault = boolean | string | undefined;

/** The fault of an image, where there is one. */
function ofImage(fault: (image: Manifest, request: AdmissionRequest) => Fault): (request: AdmissionRequest) => Fault {
  return (request) => {
    const image = imageOf(request.object);
    return image && fault(image, request);
  };
}

/** The fault of an image with a URL; the webhook has its word on one without. */
function ofGivenImage(
  fault: (image: Manifest, request: AdmissionRequest) => Fault,
): (request: AdmissionRequest) => Fault {
  return ofImage((image, request) => goText(image.url) !== "" && fault(image, request));
}

/** What is asked of `spec.image` of hosts or claims, with the first releases that ask it of the kind. */
export function imageRules(
  kind: Metal3KindName,
  prefix: string,
  since: { readonly url: AnyRelease; readonly checksum: AnyRelease },
): readonly Rule[] {
  return [
    ...rulesOf({ kind, by: "webhook", on: ["create", "update"], severity: "error" }, [
      {
        id: `${prefix}-image-url`,
        since: since.url,
        field: URL_FIELD,
        message: "is not a URL that the webhook takes.",
        remedy: FETCH_URL_REMEDY,
        fault: ofImage((image, { release }) => fetchUrlFault(image.url, release)),
      },
      {
        id: `${prefix}-image-checksum-required`,
        since: since.checksum,
        field: CHECKSUM,
        message: "is missing.",
        remedy: "set it to the checksum, or to the URL of a file that holds it",
        fault: ofImage(
          (image, { release }) =>
            goText(image.checksum) === "" && image.format !== "live-iso" && !isOci(image, release),
        ),
      },
      {
        id: `${prefix}-image-oci-checksum`,
        since: "v0.14",
        field: CHECKSUM,
        message: "is set, but an OCI image has a checksum of its own and takes no other.",
        remedy: "remove it",
        fault: ofImage((image, { release }) => goText(image.checksum) !== "" && isOci(image, release)),
      },
    ]),
    ...rulesOf({ kind, by: "advice", on: ["create", "update"], severity: "error" }, [
      {
        id: `${prefix}-image-checksum-shape`,
        field: CHECKSUM,
        message: "is not a checksum of its type, so writing the image fails.",
        remedy: "copy the whole checksum as `sha256sum` prints it, and set `checksumType: sha256`",
        fault: ofGivenImage(checksumFault),
      },
    ]),
    ...rulesOf({ kind, by: "advice", on: ["create", "update"], severity: "warning" }, [
      {
        id: `${prefix}-image-live-iso-checksum`,
        field: CHECKSUM,
        message: "is never looked at, as a live ISO is booted and not written.",
        remedy: "remove it",
        fault: ofGivenImage((image) => image.format === "live-iso" && goText(image.checksum) !== ""),
      },
      {
        id: `${prefix}-image-checksum-md5`,
        field: CHECKSUM,
        message:
          "is an MD5 checksum: MD5 does not protect against a forged image, and newer Ironic refuses it by default.",
        remedy: "use sha256 or sha512",
        fault: ofGivenImage(isMd5),
      },
      {
        id: `${prefix}-image-file-format`,
        field: FORMAT,
        message: "does not go with the name of the image's file.",
        remedy: "set it to what the file is: raw, qcow2, or live-iso for an ISO to boot",
        fault: ofGivenImage(formatFault),
      },
      {
        id: `${prefix}-image-not-fetchable`,
        field: URL_FIELD,
        message: "cannot be fetched by Ironic.",
        remedy: "write `https://host/path`",
        fault: ofGivenImage(fetchFault),
      },
    ]),
  ];
}

/** What is asked of a host's image. */
export const HOST_IMAGE_RULES: readonly Rule[] = imageRules("BareMetalHost", "host", {
  url: "v0.1.1",
  checksum: "v0.11",
});
