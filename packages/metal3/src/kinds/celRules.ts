import type { Json } from "./definition.js";

/** Decides a rule for a value; `old` is the value before an update, undefined on create. */
export type CelEvaluator = (self: Json, old: Json | undefined) => boolean;

/**
 * CEL rules by their text. Rules stay data in the schema files and in the CRDs; what they mean is written here by hand,
 * and the generator refuses a rule that is not listed. No kind up to v0.14.0-rc.0 and irso-v0.11.0 has a rule.
 */
export const CEL_RULES: ReadonlyMap<string, CelEvaluator> = new Map<string, CelEvaluator>();
