import type { Metal3KindName } from "../kinds/generated/registry.gen.js";
import { type AnyRelease, isWithin } from "../releases/release.js";
import { parseRequestUri } from "./goUrl.js";
import { isMap, type Manifest, specOf, textOf } from "./manifest.js";
import { hasStrictColons } from "./operatorBmc.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";

const SCHEMES = ["http", "https", "ftp", "gopher", "oci"];

/** First release that looks at the scheme of a URL, and that takes OCI images without a checksum. */
const SCHEME_CHECKED_SINCE = "v0.14";
const OCI_SINCE = "v0.12";
const OCI_ANY_CASE_SINCE = "v0.13";

/** Why the webhook rejects a URL; undefined when it takes it. */
export function urlFault(url: string, release: AnyRelease): string | undefined {
  const parsed = parseRequestUri(url, { strictColons: hasStrictColons(release) });
  if (!parsed.ok) {
    return parsed.error;
  }
  if (!isWithin(release, SCHEME_CHECKED_SINCE, undefined) || SCHEMES.includes(parsed.value.scheme)) {
    return undefined;
  }
  return parsed.value.scheme === "" ? "has no scheme" : `has the scheme \`${parsed.value.scheme}\`, which is not taken`;
}

export const URL_REMEDY: string = `Write an absolute URL; from v0.14 with one of ${SCHEMES.join(", ")}.`;

function isOci(image: Manifest, release: AnyRelease): boolean {
  if (!isWithin(release, OCI_SINCE, undefined)) {
    return false;
  }
  const url = textOf(image.url);
  return (isWithin(release, OCI_ANY_CASE_SINCE, undefined) ? url.toLowerCase() : url).startsWith("oci://");
}

function imageOf({ object }: AdmissionRequest): Manifest | undefined {
  const { image } = specOf(object);
  return isMap(image) ? image : undefined;
}

/** What the webhook asks of `spec.image`, by the first release that asks it of the kind. */
export function imageRules(
  kind: Metal3KindName,
  prefix: string,
  since: { readonly url: AnyRelease; readonly checksum: AnyRelease },
): readonly Rule[] {
  return [
    {
      id: `${prefix}-image-url`,
      kind,
      by: "webhook",
      on: ["create", "update"],
      severity: "error",
      since: since.url,
      message: "The image's URL is not one that the webhook takes.",
      remedy: URL_REMEDY,
      *check(request): Iterable<Finding> {
        const image = imageOf(request);
        const fault = image && urlFault(textOf(image.url), request.release);
        if (fault !== undefined) {
          yield { field: "spec.image.url", message: `The image's URL ${fault}.` };
        }
      },
    },
    {
      id: `${prefix}-image-checksum-required`,
      kind,
      by: "webhook",
      on: ["create", "update"],
      severity: "error",
      since: since.checksum,
      message: "The image has no checksum.",
      remedy: "Set `spec.image.checksum` to the checksum, or to the URL of a file that holds it.",
      *check(request): Iterable<Finding> {
        const image = imageOf(request);
        if (!image || textOf(image.checksum) !== "" || image.format === "live-iso") {
          return;
        }
        if (!isOci(image, request.release)) {
          yield { field: "spec.image.checksum" };
        }
      },
    },
    {
      id: `${prefix}-image-oci-checksum`,
      kind,
      by: "webhook",
      on: ["create", "update"],
      severity: "error",
      since: "v0.14",
      message: "An OCI image has a checksum of its own and takes no other.",
      remedy: "Remove `spec.image.checksum`.",
      *check(request): Iterable<Finding> {
        const image = imageOf(request);
        if (image && textOf(image.checksum) !== "" && isOci(image, request.release)) {
          yield { field: "spec.image.checksum" };
        }
      },
    },
  ];
}
