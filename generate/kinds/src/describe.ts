import type { AnyRelease } from "@ironworks/metal3";
import type { FieldDefinition, TypeDefinition } from "@ironworks/metal3/kinds";

/**
 * The description of a field: what it means, its unit, its default and its limits. Limits come from its type where
 * the field has none.
 */
export function describeField(field: FieldDefinition, type: TypeDefinition | undefined): string {
  const sentences = [field.doc];
  if (field.unit !== undefined) {
    sentences.push(`Unit: ${field.unit}.`);
  }
  const limits = limitsOf({ ...type, ...field });
  if (limits !== undefined) {
    sentences.push(limits);
  }
  const value = field.default;
  if (value !== undefined && value !== "" && !field.doc.includes("Default:")) {
    sentences.push(`Default: ${typeof value === "string" ? value : JSON.stringify(value)}.`);
  }
  return sentences.join(" ");
}

/** Adds the releases that have a field, where not all have it. */
export function describeWithReleases(
  field: FieldDefinition,
  type: TypeDefinition | undefined,
  first: AnyRelease,
): string {
  const sentences = [describeField(field, type)];
  if (field.since !== undefined && field.since !== first) {
    sentences.push(`Since ${field.since}.`);
  }
  if (field.until !== undefined) {
    sentences.push(`Until ${field.until}.`);
  }
  return sentences.join(" ");
}

function limitsOf(attributes: Partial<FieldDefinition>): string | undefined {
  const { minimum, maximum, minItems, maxItems, maxLength } = attributes;
  if (minimum !== undefined && maximum !== undefined) {
    return `From ${minimum} to ${maximum}.`;
  }
  if (minimum !== undefined) {
    return minimum === 0 ? undefined : `At least ${minimum}.`;
  }
  if (minItems !== undefined) {
    return `At least ${minItems} entries.`;
  }
  if (maxItems !== undefined) {
    return `At most ${maxItems} entries.`;
  }
  return maxLength === undefined ? undefined : `At most ${maxLength} characters.`;
}
