import { compareReleases, lineOf, RELEASE_LINES } from "../releases/release.js";
import { applyRules } from "./applyRules.js";
import { WEBHOOK_RULES } from "./kindRules.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";
import { rulesOf } from "./rulesOf.js";

/** Rules that look at the object alone. */
const LASTING = WEBHOOK_RULES.filter((rule) => rule.on.includes("create"));

const CONSEQUENCE = "afterwards every update is refused, the operator's own included";

function* refusedLater(request: AdmissionRequest): Iterable<Finding> {
  const asNew = (release: AdmissionRequest["release"]): AdmissionRequest => ({
    ...request,
    operation: "create",
    release,
  });
  const seen = new Set(applyRules(LASTING, asNew(request.release)).map((problem) => problem.rule));
  for (const line of RELEASE_LINES) {
    if (line === lineOf(request.release) || compareReleases(line, request.release) < 0) {
      continue;
    }
    for (const { rule, field, message, remedy } of applyRules(LASTING, asNew(line))) {
      if (seen.has(rule)) {
        continue;
      }
      seen.add(rule);
      yield {
        field,
        message: `is refused from ${line} on (${rule}), because it ${message}`,
        remedy: `${remedy}; do it before the upgrade: ${CONSEQUENCE}`,
      };
    }
  }
}

/** What a later release would refuse. Updates are checked as a whole, so such an object cannot even be deleted. */
export const UPGRADE_RULES: readonly Rule[] = rulesOf(
  { kind: "any", by: "advice", on: ["create", "update"], severity: "warning" },
  [
    {
      id: "refused-by-later-release",
      field: "*",
      message: "is refused by a later release.",
      remedy: `fix it before the upgrade: ${CONSEQUENCE}`,
      check: refusedLater,
    },
  ],
);
