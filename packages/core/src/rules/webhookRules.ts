import { eventSubscriptionRules } from "./eventSubscriptionRules.js";
import { hostAnnotationRules } from "./hostAnnotationRules.js";
import { hostBmcRules } from "./hostBmcRules.js";
import { hostClaimRules } from "./hostClaimRules.js";
import { hostSpecRules } from "./hostSpecRules.js";
import { hostUpdateRules } from "./hostUpdateRules.js";
import { imageRules } from "./imageRules.js";
import { networkAttachmentRules } from "./networkAttachmentRules.js";
import type { Rule } from "./rule.js";
import { urlKindRules } from "./urlKindRules.js";

/** Every rule of the operator's webhooks. Source: `internal/webhooks` of each release, and what running them showed. */
export const webhookRules: readonly Rule[] = [
  ...hostBmcRules,
  ...hostSpecRules,
  ...imageRules("BareMetalHost", "host", { url: "v0.1.1", checksum: "v0.11" }),
  ...hostAnnotationRules,
  ...hostUpdateRules,
  ...eventSubscriptionRules,
  ...urlKindRules,
  ...hostClaimRules,
  ...networkAttachmentRules,
];
