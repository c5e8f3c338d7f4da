import { objectOf } from "@ironworks/core/json";
import type { Problem } from "@ironworks/core/problems";
import type { AnyRelease } from "../releases/release.js";
import { ADVICE_RULES } from "./adviceRules.js";
import { applyRules } from "./applyRules.js";
import { WEBHOOK_RULES } from "./kindRules.js";
import { goText, isOperatorObject, kindOf, type Manifest, nameOf, objectKey } from "./manifest.js";
import { ObjectSet } from "./objectSet.js";
import type { AdmissionRequest, Operation, Rule } from "./rule.js";
import { STRUCTURAL_RULES, structuralProblems } from "./structuralRules.js";
import { withoutFields } from "./withoutFields.js";

/** Every rule: of the API server, of the operator's webhooks, and our advice. */
export const ADMISSION_RULES: readonly Rule[] = [...STRUCTURAL_RULES, ...WEBHOOK_RULES, ...ADVICE_RULES];

/** What is known about the cluster that an object goes to. */
export interface CheckOptions {
  /** The release of baremetal-operator that is installed. */
  readonly release: AnyRelease;
  /** Default: `update` when there is an `old` object, else `create`. */
  readonly operation?: Operation | undefined;
  /** The object as the server holds it. */
  readonly old?: Manifest | undefined;
  /** Provisioning state of the host that is updated. Default: what `old` says; else none, like a host without status. */
  readonly state?: string | undefined;
  /** Operational status of the host that is updated. Default: what `old` says. */
  readonly operationalStatus?: string | undefined;
  /** Other objects that exist or are applied together with this one. */
  readonly others?: readonly Manifest[] | ObjectSet | undefined;
  /**
   * Say what every layer objects to, so that all of it can be corrected at once. Default false: as the server does, only what
   * the first layer that refuses says.
   */
  readonly everyLayer?: boolean | undefined;
}

/** What becomes of an object. */
export interface Verdict {
  /** Kind of the object; empty when it names none. */
  readonly kind: string;
  /** Name of the object; empty when it has none. */
  readonly name: string;
  /** Whether the server takes the object. Advice does not count. */
  readonly accepted: boolean;
  /** What is wrong with it: reasons to refuse it first, then advice. */
  readonly problems: readonly Problem[];
}

/**
 * What the API server with the operator of a release would say to an object, and what it should have said. Like the
 * server it stops at the first layer that refuses: unknown fields, then the schema, then the webhook. Objects of other
 * API groups are accepted unseen.
 *
 * @example
 * ```ts
 * const host = { apiVersion: "metal3.io/v1alpha1", kind: "BareMetalHost", metadata: { name: "node-0" }, spec: {} };
 * for (const problem of checkObject(host, { release: "v0.13.2" }).problems) {
 *   console.log(problemLine(problem)); // `spec.online` is required. next: set it
 * }
 * ```
 */
export function checkObject(object: Manifest, options: CheckOptions): Verdict {
  if (!isOperatorObject(object)) {
    return verdict(object, unnamed(object));
  }
  const request = requestOf(object, options);
  const structural = structuralProblems(request);
  const strict = structural.filter((problem) => problem.by === "strict");
  const first = strict.length > 0 ? strict : structural.length > 0 ? structural : applyRules(WEBHOOK_RULES, request);
  const refused =
    options.everyLayer === true && structural.length > 0 ? [...structural, ...beyond(structural, request)] : first;
  const fields = new Set(refused.map((problem) => problem.field));
  const advice = applyRules(ADVICE_RULES, request).filter((problem) => !fields.has(problem.field));
  return verdict(object, [...refused, ...advice]);
}

/**
 * Checks objects that are applied together. Each is checked with the others in view, so that two hosts on one BMC show.
 *
 * @param options - `old` lists the objects as the server holds them; those of the same kind, name and namespace are updates.
 */
export function checkObjects(
  objects: readonly Manifest[],
  options: Omit<CheckOptions, "old" | "operation"> & { readonly old?: readonly Manifest[] | undefined },
): readonly Verdict[] {
  const before = new Map((options.old ?? []).map((object) => [objectKey(object), object]));
  const now = new Set(objects.map(objectKey));
  const known = options.others instanceof ObjectSet ? options.others.objects : (options.others ?? []);
  const kept = [...known, ...(options.old ?? [])].filter((object) => !now.has(objectKey(object)));
  const others = new ObjectSet([...objects, ...kept]);
  return objects.map((object) => checkObject(object, { ...options, old: before.get(objectKey(object)), others }));
}

/** What the webhooks would say to the rest of an object. They are made for what the schema takes, and see nothing else. */
function beyond(structural: readonly Problem[], request: AdmissionRequest): readonly Problem[] {
  const wrong = structural.map(({ field }) => field);
  const object = withoutFields(request.object, wrong);
  if (object === undefined) {
    return [];
  }
  const concerns = (field: string): boolean =>
    wrong.some((path) => isWithinField(field, path) || isWithinField(path, field));
  return applyRules(WEBHOOK_RULES, { ...request, object }).filter(({ field }) => !concerns(field));
}

function isWithinField(field: string, path: string): boolean {
  return field === path || field.startsWith(`${path}.`) || field.startsWith(`${path}[`);
}

/** Without kind and version no server knows what an object is. */
function unnamed(object: Manifest): readonly Problem[] {
  const missing = ["apiVersion", "kind"].filter((field) => goText(object[field]) === "");
  return missing.map((field) => ({
    rule: field === "kind" ? "kind-unknown" : "api-version",
    by: "schema",
    severity: "error",
    field,
    message: "is missing.",
    remedy: "begin every object with `apiVersion` and `kind`",
  }));
}

function requestOf(object: Manifest, options: CheckOptions): AdmissionRequest {
  const status = objectOf(options.old?.status);
  return {
    operation: options.operation ?? (options.old ? "update" : "create"),
    object,
    old: options.old,
    release: options.release,
    state: options.state ?? goText(objectOf(status.provisioning).state),
    operationalStatus: options.operationalStatus ?? goText(status.operationalStatus),
    others: options.others instanceof ObjectSet ? options.others : new ObjectSet(options.others ?? []),
  };
}

function verdict(object: Manifest, problems: readonly Problem[]): Verdict {
  const accepted = !problems.some((problem) => problem.by !== "advice" && problem.severity === "error");
  return { kind: kindOf(object), name: nameOf(object), accepted, problems };
}
