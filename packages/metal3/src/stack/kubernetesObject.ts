/** What Kubernetes keeps about every object. */
export interface ObjectMetadata {
  /** Unique for its kind in its namespace. */
  readonly name: string;
  /** Absent for what belongs to the whole cluster. */
  readonly namespace?: string | undefined;
  /** What objects are selected by. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Notes for people and controllers. Default: none. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Null in manifests of old code generators. */
  readonly creationTimestamp?: null | undefined;
}

/** A Kubernetes object as it is applied: plain data. */
export interface KubernetesObject {
  /** Group and version, e.g. `apps/v1`. */
  readonly apiVersion: string;
  /** E.g. `Deployment`. */
  readonly kind: string;
  /** Name, namespace, labels, annotations. */
  readonly metadata: ObjectMetadata;
  /** What the kind has besides: `spec`, `data`, `rules` and the like. */
  readonly [member: string]: unknown;
}

/** What makes two objects the same one to the API server: group, kind, namespace and name, without the version. */
export function objectIdentity(object: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">): string {
  const slash = object.apiVersion.indexOf("/");
  const group = slash < 0 ? "" : object.apiVersion.slice(0, slash);
  return [group, object.kind, object.metadata.namespace ?? "", object.metadata.name].join("/");
}
