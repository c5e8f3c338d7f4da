/** Metadata of a Kubernetes object, as far as people write or read it. */
export interface ObjectMeta {
  /** Unique within namespace and kind. */
  readonly name?: string | undefined;
  /** Beginning of a name that the server completes. */
  readonly generateName?: string | undefined;
  /** Default: chosen by who applies the object. */
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  /** Set by the server, as is everything below. */
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly generation?: number | undefined;
  readonly creationTimestamp?: string | null | undefined;
  readonly deletionTimestamp?: string | null | undefined;
  readonly deletionGracePeriodSeconds?: number | undefined;
  readonly selfLink?: string | undefined;
  readonly managedFields?: readonly unknown[] | undefined;
}

/** An object that another one belongs to, and is collected with. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean | undefined;
  readonly blockOwnerDeletion?: boolean | undefined;
}
