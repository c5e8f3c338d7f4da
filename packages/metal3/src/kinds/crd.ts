import { IronworksError } from "@ironworks/core/problems";
import { type AnyRelease, isWithin } from "../releases/release.js";
import type { ColumnDefinition, KindDefinition } from "./definition.js";
import type { KindName } from "./generated/registry.gen.js";
import { kindSchema } from "./kindSchema.js";
import { hasKind, kindDefinition, type Operator, operatorOf } from "./kindTables.js";
import { missingKind } from "./otherReleases.js";
import type { StructuralSchema } from "./structuralSchema.js";

/** A kind that the release does not serve. */
export class UnknownKindError extends IronworksError {
  /** For programs: always the same. */
  override readonly code = "UNKNOWN_KIND";
}

/** What may differ from upstream in a CustomResourceDefinition. */
export interface CrdOptions {
  /** Namespace of the operator. Default: upstream's, e.g. `baremetal-operator-system`. */
  readonly namespace?: string | undefined;
  /** Put before the names of the operator's objects. Default: upstream's, e.g. `baremetal-operator-`. */
  readonly namePrefix?: string | undefined;
  /** Describe every field, for `kubectl explain`. Default true. */
  readonly descriptions?: boolean | undefined;
}

/** A CustomResourceDefinition of `apiextensions.k8s.io/v1`. */
export interface CustomResourceDefinition {
  /** Group and version. */
  apiVersion: "apiextensions.k8s.io/v1";
  /** Always the same. */
  kind: "CustomResourceDefinition";
  /** Name (`<plural>.<group>`) and annotations. */
  metadata: { name: string; annotations: Record<string, string>; creationTimestamp?: null };
  /** Names of the kind, and its versions. */
  spec: {
    group: string;
    names: { kind: string; listKind: string; plural: string; singular: string; shortNames?: string[] };
    scope: "Namespaced" | "Cluster";
    versions: CustomResourceDefinitionVersion[];
    conversion?: Record<string, unknown>;
  };
  /** Empty, where the release's code generator wrote one. */
  status?: { acceptedNames: { kind: string; plural: string }; conditions: never[]; storedVersions: never[] };
}

/** One version of a CustomResourceDefinition. */
export interface CustomResourceDefinitionVersion {
  /** Its name, e.g. `v1alpha1`. */
  name: string;
  /** Whether the API server offers it. */
  served: boolean;
  /** Whether objects are stored in it. */
  storage: boolean;
  /** What its objects may look like. */
  schema: { openAPIV3Schema: StructuralSchema };
  /** Parts that are written on their own. Absent: none. */
  subresources?: { status?: Record<string, never> };
  /** Columns of `kubectl get`. */
  additionalPrinterColumns?: {
    name: string;
    type: string;
    jsonPath: string;
    priority?: number;
    description?: string;
  }[];
}

/** controller-gen by the first release that used it; upstream's definitions carry its version. Newest first. */
const CONTROLLER_GEN: Readonly<Record<Operator, readonly { readonly since: AnyRelease; readonly version: string }[]>> =
  {
    "baremetal-operator": [
      { since: "v0.9", version: "v0.16.5" },
      { since: "v0.4", version: "v0.12.1" },
      { since: "v0.3", version: "v0.11.3" },
      { since: "v0.2", version: "v0.10.0" },
      { since: "v0.1.2", version: "v0.9.1" },
      { since: "v0.1.0", version: "v0.8.0" },
    ],
    "ironic-standalone-operator": [{ since: "irso-v0.11", version: "v0.17.0" }],
  };

/** The last release whose controller-gen wrote `creationTimestamp: null`. */
const LAST_TIMESTAMP: AnyRelease = "v0.3";
/** The last release whose controller-gen wrote an empty status. */
const LAST_STATUS: AnyRelease = "v0.1.1";

/**
 * The CustomResourceDefinition of a kind: equal to upstream's for that release, but for descriptions, which are ours.
 *
 * @param release - A patch or a line; a line stands for its newest patch.
 * @throws UnknownKindError when the release does not serve the kind.
 * @example
 * ```ts
 * const definition = crd("BareMetalHost", "v0.13.2");
 * ```
 */
export function crd(kind: KindName, release: AnyRelease, options: CrdOptions = {}): CustomResourceDefinition {
  if (!hasKind(release, kind)) {
    throw new UnknownKindError(`${kind} ${missingKind(kind, release)}`);
  }
  const definition = kindDefinition(kind);
  const operator = operatorOf(definition);
  const namespace = options.namespace ?? `${operator}-system`;
  const prefix = options.namePrefix ?? `${operator}-`;
  const described = options.descriptions ?? true;
  const early = operator === "baremetal-operator";
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${definition.plural}.${definition.group}`,
      annotations: {
        ...(definition.injectCA ? { "cert-manager.io/inject-ca-from": `${namespace}/${prefix}serving-cert` } : {}),
        "controller-gen.kubebuilder.io/version": controllerGen(operator, release),
      },
      ...(early && isWithin(release, undefined, LAST_TIMESTAMP) ? { creationTimestamp: null } : {}),
    },
    spec: {
      group: definition.group,
      names: {
        kind,
        listKind: `${kind}List`,
        plural: definition.plural,
        singular: definition.singular ?? kind.toLowerCase(),
        ...(definition.shortNames ? { shortNames: [...definition.shortNames] } : {}),
      },
      scope: definition.scope,
      versions: [version(definition, kind, release, described)],
      ...(definition.conversionWebhook ? { conversion: conversion(namespace, prefix) } : {}),
    },
    ...(early && isWithin(release, undefined, LAST_STATUS)
      ? { status: { acceptedNames: { kind: "", plural: "" }, conditions: [], storedVersions: [] } }
      : {}),
  };
}

function controllerGen(operator: Operator, release: AnyRelease): string {
  return CONTROLLER_GEN[operator].find(({ since }) => isWithin(release, since, undefined))?.version ?? "";
}

function version(
  definition: KindDefinition,
  kind: KindName,
  release: AnyRelease,
  described: boolean,
): CustomResourceDefinitionVersion {
  const columns = (definition.columns ?? []).filter((column) => isWithin(release, column.since, column.until));
  const subresources = definition.subresources;
  return {
    name: definition.version,
    served: true,
    storage: true,
    schema: { openAPIV3Schema: copy(kindSchema(kind, release), described) },
    ...(subresources ? { subresources: subresources.status ? { status: {} } : {} } : {}),
    ...(columns.length > 0
      ? { additionalPrinterColumns: columns.map((column) => printerColumn(column, described)) }
      : {}),
  };
}

function printerColumn(
  column: ColumnDefinition,
  described: boolean,
): NonNullable<CustomResourceDefinitionVersion["additionalPrinterColumns"]>[number] {
  return {
    name: column.name,
    type: column.type,
    jsonPath: column.path,
    ...(column.priority === undefined ? {} : { priority: column.priority }),
    ...(described ? { description: column.doc } : {}),
  };
}

function conversion(namespace: string, prefix: string): Record<string, unknown> {
  return {
    strategy: "Webhook",
    webhook: {
      clientConfig: { service: { name: `${prefix}webhook-service`, namespace, path: "/convert" } },
      conversionReviewVersions: ["v1"],
    },
  };
}

/** A deep copy in which no two places share an object, so that YAML needs no anchors. */
function copy(schema: StructuralSchema, described: boolean): StructuralSchema {
  const { description, properties, items, additionalProperties, ...rest } = schema;
  return {
    ...structuredClone(rest),
    ...(described && description !== undefined ? { description } : {}),
    ...(properties ? { properties: mapValues(properties, (property) => copy(property, described)) } : {}),
    ...(items ? { items: copy(items, described) } : {}),
    ...(additionalProperties ? { additionalProperties: copy(additionalProperties, described) } : {}),
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
