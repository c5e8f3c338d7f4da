import { FETCH_URL_REMEDY, fetchUrlFault } from "../fetchUrl.js";
import { specOf } from "../manifest.js";
import type { Rule } from "../rule.js";
import { rulesOf } from "../rulesOf.js";
import { namesakeRules } from "../set.js";

/** What is asked of a DataImage. */
export const DATA_IMAGE_RULES: readonly Rule[] = [
  ...rulesOf({ kind: "DataImage", by: "webhook", on: ["create", "update"], severity: "error", since: "v0.14" }, [
    {
      id: "data-image-url",
      field: "spec.url",
      message: "is not a URL that the webhook takes.",
      remedy: FETCH_URL_REMEDY,
      fault: ({ object, release }) => fetchUrlFault(specOf(object).url, release),
    },
  ]),
  ...namesakeRules("DataImage", "data-image-host-missing"),
];
