import type { InstanceImage } from "@ironworks/core";
import type { Metal3Image } from "../kinds/generated/index.gen.js";

/** An instance image as the operator's objects have it. */
export function metal3Image({ url, checksum, format }: InstanceImage): Metal3Image<"v0.5"> {
  return {
    url,
    checksum: checksum?.value,
    checksumType: checksum?.algorithm as Metal3Image<"v0.5">["checksumType"],
    format,
  };
}
