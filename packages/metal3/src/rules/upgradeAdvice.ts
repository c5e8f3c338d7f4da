import { compareReleases, lineOf, RELEASE_LINES } from "../releases/release.js";
import { applyRules } from "./applyRules.js";
import type { AdmissionRequest, Finding, Rule } from "./rule.js";
import { WEBHOOK_RULES } from "./webhookRules.js";

/** Rules that look at the object alone. */
const LASTING = WEBHOOK_RULES.filter((rule) => rule.on.includes("create"));

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
    for (const problem of applyRules(LASTING, asNew(line))) {
      if (seen.has(problem.rule)) {
        continue;
      }
      seen.add(problem.rule);
      yield {
        field: problem.field,
        message: `From ${line} on this is refused (${problem.rule}): ${problem.message}`,
        remedy: `${problem.remedy} Do it before the upgrade: afterwards every update of the object is refused, the operator's own included.`,
      };
    }
  }
}

/** What a later release would refuse. Updates are checked as a whole, so such an object cannot even be deleted. */
export const UPGRADE_ADVICE: readonly Rule[] = [
  {
    id: "refused-by-later-release",
    kind: "any",
    by: "advice",
    on: ["create", "update"],
    severity: "warning",
    message: "A later release refuses the object.",
    remedy: "Mend it before the upgrade: afterwards every update is refused, the operator's own included.",
    check: refusedLater,
  },
];
