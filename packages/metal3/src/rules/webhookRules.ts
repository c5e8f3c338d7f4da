import { EVENT_SUBSCRIPTION_RULES } from "./eventSubscriptionRules.js";
import { HOST_ANNOTATION_RULES } from "./hostAnnotationRules.js";
import { HOST_BMC_RULES } from "./hostBmcRules.js";
import { HOST_CLAIM_RULES } from "./hostClaimRules.js";
import { HOST_SPEC_RULES } from "./hostSpecRules.js";
import { HOST_UPDATE_RULES } from "./hostUpdateRules.js";
import { imageRules } from "./imageRules.js";
import { NETWORK_ATTACHMENT_RULES } from "./networkAttachmentRules.js";
import type { Rule } from "./rule.js";
import { URL_KIND_RULES } from "./urlKindRules.js";

/** Every rule of the operator's webhooks. Source: `internal/webhooks` of each release, and what running them showed. */
export const WEBHOOK_RULES: readonly Rule[] = [
  ...HOST_BMC_RULES,
  ...HOST_SPEC_RULES,
  ...imageRules("BareMetalHost", "host", { url: "v0.1.1", checksum: "v0.11" }),
  ...HOST_ANNOTATION_RULES,
  ...HOST_UPDATE_RULES,
  ...EVENT_SUBSCRIPTION_RULES,
  ...URL_KIND_RULES,
  ...HOST_CLAIM_RULES,
  ...NETWORK_ATTACHMENT_RULES,
];
