export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly creationTimestamp?: null | undefined;
}

/** A Kubernetes object as it is applied: plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [member: string]: unknown;
}

/** What makes two objects the same one to the API server: group, kind, namespace and name, without the version. */
export function objectIdentity(object: Pick<KubernetesObject, "apiVersion" | "kind" | "metadata">): string {
  const slash = object.apiVersion.indexOf("/");
  const group = slash < 0 ? "" : object.apiVersion.slice(0, slash);
  return [group, object.kind, object.metadata.namespace ?? "", object.metadata.name].join("/");
}
