import { isRecord } from "@ironworks/core/json";
import { nearestOf, type Problem } from "@ironworks/core/problems";
import type { AnyRelease } from "../releases/release.js";
import { kindProblem } from "./kindProblem.js";
import { kindSchema } from "./kindSchema.js";
import { hasKind, isKindName, KIND_NAMES, kindDefinition } from "./kindTables.js";
import { metadataProblems } from "./metadataProblems.js";
import { missingKind } from "./otherReleases.js";
import { withoutToleratedProblems } from "./ratchet.js";
import { prunedNulls, withDefaults } from "./storedForm.js";
import { unknownFields } from "./unknownFields.js";
import { valueProblems } from "./valueProblems.js";

/** How an object reaches the API server. */
export interface ValidateOptions {
  /** The object as it is now, for an update: values that were wrong before and do not change are tolerated. */
  readonly old?: unknown;
  /** Write to the status instead of to the object. Default false: the server then drops `status` before it checks. */
  readonly status?: boolean | undefined;
}

/**
 * Everything that the API server refuses in an object of one of our kinds before it asks a webhook: unknown fields,
 * types, required fields, limits, formats, names. Defaults count as given. What needs another release says which.
 *
 * @param release - The release whose CustomResourceDefinitions are installed.
 * @example
 * ```ts
 * validateKind({ apiVersion: "metal3.io/v1alpha1", kind: "BareMetalHost", metadata: { name: "node-0" }, spec: {} }, "v0.13.2");
 * // [{ rule: "field-required", by: "schema", field: "spec.online", message: "is required.", … }]
 * ```
 */
export function validateKind(object: unknown, release: AnyRelease, options: ValidateOptions = {}): Problem[] {
  const kind = isRecord(object) ? object.kind : undefined;
  if (!isRecord(object) || !isKindName(kind)) {
    return [unknownKind(kind)];
  }
  if (!hasKind(release, kind)) {
    return [kindProblem("kind-release", "kind", `is ${kind}, which ${missingKind(kind, release)}`)];
  }
  const definition = kindDefinition(kind);
  const apiVersion = `${definition.group}/${definition.version}`;
  if (object.apiVersion !== apiVersion) {
    return [
      kindProblem(
        "api-version",
        "apiVersion",
        `must be ${apiVersion} for ${kind}.`,
        `write \`apiVersion: ${apiVersion}\``,
      ),
    ];
  }
  const schema = kindSchema(kind, release);
  const strict = unknownFields(object, schema, release);
  const stored = prunedNulls(object, schema);
  const { status, ...rest } = isRecord(stored) ? stored : object;
  const checked = definition.subresources?.status && !options.status ? rest : { ...rest, status };
  const values = valueProblems(checked, schema, "", { release });
  const complete = (value: unknown): unknown => withDefaults(prunedNulls(value, schema), schema);
  const tolerated =
    options.old === undefined
      ? values
      : withoutToleratedProblems(values, complete(checked), complete(options.old), schema);
  return [...strict, ...metadataProblems(object.metadata), ...tolerated];
}

function unknownKind(kind: unknown): Problem {
  if (kind === undefined) {
    return kindProblem("kind-unknown", "kind", "is missing.", "give `apiVersion` and `kind`");
  }
  const nearest = nearestOf(String(kind), KIND_NAMES);
  const remedy = nearest === undefined ? `use one of ${KIND_NAMES.join(", ")}` : `did you mean \`${nearest}\`?`;
  return kindProblem("kind-unknown", "kind", `is \`${kind}\`, which is not a kind of Metal3.`, remedy);
}
