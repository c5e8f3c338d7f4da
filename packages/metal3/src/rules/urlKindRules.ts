import { URL_REMEDY, urlFault } from "./imageRules.js";
import { at, listOf, mapOf, specOf, textOf } from "./manifest.js";
import type { Finding, Rule } from "./rule.js";

/** What the webhooks of v0.14 ask of DataImage and HostFirmwareComponents: URLs that can be fetched. */
export const URL_KIND_RULES: readonly Rule[] = [
  {
    id: "data-image-url",
    kind: "DataImage",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The URL of the data image is not one that the webhook takes.",
    remedy: URL_REMEDY,
    *check({ object, release }): Iterable<Finding> {
      const fault = urlFault(textOf(specOf(object).url), release);
      if (fault !== undefined) {
        yield { field: "spec.url", message: `The URL ${fault}.` };
      }
    },
  },
  {
    id: "firmware-component-url",
    kind: "HostFirmwareComponents",
    by: "webhook",
    on: ["create", "update"],
    severity: "error",
    since: "v0.14",
    message: "The URL of a firmware update is not one that the webhook takes.",
    remedy: URL_REMEDY,
    *check({ object, release }): Iterable<Finding> {
      for (const [index, item] of listOf(specOf(object).updates).entries()) {
        const fault = urlFault(textOf(mapOf(item).url), release);
        if (fault !== undefined) {
          yield { field: `${at("spec.updates", index)}.url`, message: `The URL ${fault}.` };
        }
      }
    },
  },
];
