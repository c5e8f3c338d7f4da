/** A Kubernetes object as it is sent and read: plain data. */
export interface ClusterObject {
  /** Group and version, e.g. `apps/v1`; of the core group `v1`. */
  readonly apiVersion: string;
  /** E.g. `Deployment`. */
  readonly kind: string;
  /** Name, namespace and what Kubernetes keeps for every object. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly uid?: string | undefined;
    readonly resourceVersion?: string | undefined;
    readonly generation?: number | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
    readonly annotations?: Readonly<Record<string, string>> | undefined;
    readonly finalizers?: readonly string[] | undefined;
    readonly deletionTimestamp?: string | undefined;
  };
  /** What the kind defines: `spec`, `data`, `status`, … */
  readonly [member: string]: unknown;
}

/** Names an object: the object itself, or as little of it. */
export interface ObjectRef {
  /** Group and version, e.g. `apps/v1`. */
  readonly apiVersion: string;
  /** E.g. `Deployment`. */
  readonly kind: string;
  /** Namespace is absent for kinds that have none. */
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined };
}

/** Names the objects of a kind, in one namespace or in all. */
export interface KindRef {
  /** Group and version, e.g. `apps/v1`. */
  readonly apiVersion: string;
  /** E.g. `Deployment`. */
  readonly kind: string;
  /** Default: all namespaces. */
  readonly namespace?: string | undefined;
}
