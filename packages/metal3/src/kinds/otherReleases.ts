import {
  type AnyRelease,
  compareReleases,
  IRONIC_OPERATOR_LINES,
  isWithin,
  lineOf,
  RELEASE_LINES,
} from "../releases/release.js";
import type { FieldDefinition } from "./definition.js";
import type { KindName } from "./generated/registry.gen.js";
import type { SchemaOrigin } from "./kindSchema.js";
import { kindDefinition, operatorOf } from "./kindTables.js";

/** Why a release does not serve a kind, as what a sentence says of the kind. */
export function missingKind(kind: KindName, release: AnyRelease): string {
  const definition = kindDefinition(kind);
  const operator = operatorOf(definition);
  if (operator !== operatorOf(release)) {
    return `is a kind of ${operator}; ${release} is a release of another operator.`;
  }
  return needs(definition.since, release);
}

/** Says that a field exists in other releases, if it does: why this release does not know it. */
export function fieldOfOtherRelease(field: FieldDefinition | undefined, release: AnyRelease): string | undefined {
  if (!field) {
    return undefined;
  }
  if (field.since !== undefined && !isWithin(release, field.since, undefined)) {
    return needs(field.since, release);
  }
  if (field.until !== undefined && !isWithin(release, undefined, field.until)) {
    return `was last in ${lineOf(field.until)}; this stack is ${release}.`;
  }
  return undefined;
}

/** Says that a later release allows a value, if one does. */
export function valueOfLaterRelease(value: unknown, origin: SchemaOrigin, release: AnyRelease): string | undefined {
  for (const versioned of origin.versioned) {
    const now = versioned.enum;
    if (!now?.some((allowed) => allowed === value)) {
      continue;
    }
    const earlier = versioned.was ?? [];
    const lacking = earlier.filter((form) => form.enum && !form.enum.some((allowed) => allowed === value));
    const last = lacking.sort((a, b) => compareReleases(a.until, b.until)).at(-1);
    if (last && isWithin(release, undefined, last.until)) {
      return `is \`${value}\`, which ${needs(after(last.until), release)}`;
    }
  }
  return undefined;
}

function needs(since: AnyRelease, release: AnyRelease): string {
  return `needs ${since} or later; this stack is ${release}.`;
}

/** The release that comes after the last one with an earlier form: the next patch, or the next line. */
function after(until: AnyRelease): AnyRelease {
  const lines: readonly AnyRelease[] =
    operatorOf(until) === "baremetal-operator" ? RELEASE_LINES : IRONIC_OPERATOR_LINES;
  const line = lineOf(until);
  if (until === line) {
    return lines[lines.indexOf(line) + 1] ?? line;
  }
  const patch = Number(until.slice(line.length + 1).split("-")[0]);
  return `${line}.${patch + 1}` as AnyRelease;
}
