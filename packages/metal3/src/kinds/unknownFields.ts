import { isRecord, serverFieldPath } from "@ironworks/core/json";
import { nearestOf, type Problem } from "@ironworks/core/problems";
import type { AnyRelease } from "../releases/release.js";
import { kindProblem } from "./kindProblem.js";
import { schemaOrigin } from "./kindSchema.js";
import { fieldOfOtherRelease } from "./otherReleases.js";
import type { StructuralSchema } from "./structuralSchema.js";

/** Fields of `metadata` that the API server decodes. */
const METADATA = new Set([
  "name",
  "generateName",
  "namespace",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
]);

/**
 * Fields that the schema does not have, as strict decoding finds them: whatever the type of the value, an object may
 * only have the members that the schema lists.
 */
export function unknownFields(
  object: Readonly<Record<string, unknown>>,
  schema: StructuralSchema,
  release: AnyRelease,
): Problem[] {
  const problems: Problem[] = [];
  const metadata = object.metadata;
  if (isRecord(metadata)) {
    for (const name of Object.keys(metadata)) {
      if (!METADATA.has(name)) {
        problems.push(unknown(serverFieldPath("metadata", name), name, [...METADATA]));
      }
    }
  }
  for (const [name, value] of Object.entries(object)) {
    if (name === "apiVersion" || name === "kind" || name === "metadata") {
      continue;
    }
    member(name, value, schema, "", release, problems);
  }
  return problems;
}

function walk(
  value: unknown,
  schema: StructuralSchema | undefined,
  path: string,
  release: AnyRelease,
  problems: Problem[],
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      walk(item, schema?.items, serverFieldPath(path, index), release, problems);
    }
  } else if (isRecord(value)) {
    for (const [name, content] of Object.entries(value)) {
      member(name, content, schema, path, release, problems);
    }
  }
}

function member(
  name: string,
  value: unknown,
  schema: StructuralSchema | undefined,
  path: string,
  release: AnyRelease,
  problems: Problem[],
): void {
  const here = serverFieldPath(path, name);
  const properties = schema?.properties;
  const known = properties && Object.hasOwn(properties, name) ? properties[name] : schema?.additionalProperties;
  if (known) {
    walk(value, known, here, release, problems);
    return;
  }
  const fields = schema && schemaOrigin(schema)?.object?.fields;
  const elsewhere = fields && Object.hasOwn(fields, name) ? fieldOfOtherRelease(fields[name], release) : undefined;
  if (elsewhere) {
    problems.push(kindProblem("field-release", here, elsewhere, "remove it, or use a release that has it"));
  } else {
    problems.push(unknown(here, name, Object.keys(properties ?? {})));
  }
}

function unknown(path: string, name: string, known: readonly string[]): Problem {
  const nearest = nearestOf(name, known);
  const remedy = nearest === undefined ? "remove it" : `did you mean \`${nearest}\`?`;
  return kindProblem("field-unknown", path, "is not a field here.", remedy);
}
