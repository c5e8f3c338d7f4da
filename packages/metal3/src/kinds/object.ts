/** Metadata of a Kubernetes object, as far as people write or read it. */
export interface ObjectMeta {
  /** Unique within namespace and kind. */
  readonly name?: string | undefined;
  /** Beginning of a name that the server completes. */
  readonly generateName?: string | undefined;
  /** Default: chosen by who applies the object. */
  readonly namespace?: string | undefined;
  /** To choose objects by. Values have 63 characters at most. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** For programs to read; 256 KiB at most, all together. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Who must agree before a deleted object goes. */
  readonly finalizers?: readonly string[] | undefined;
  /** Objects that this one belongs to: it is deleted after the last of them. */
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  /** Set by the server: one object's own, also among those of the same name over time. */
  readonly uid?: string | undefined;
  /** Set by the server: changes with every write. */
  readonly resourceVersion?: string | undefined;
  /** Set by the server: counts changes of the spec. */
  readonly generation?: number | undefined;
  /** Set by the server: when the object was made. */
  readonly creationTimestamp?: string | null | undefined;
  /** Set by the server: when the object was to be gone, if it is being deleted. */
  readonly deletionTimestamp?: string | null | undefined;
  /** Set by the server: how long the deletion may take. Unit: seconds. */
  readonly deletionGracePeriodSeconds?: number | undefined;
  /** Set by old servers: path of the object. */
  readonly selfLink?: string | undefined;
  /** Set by the server: who set which field. */
  readonly managedFields?: readonly unknown[] | undefined;
}

/** An object that another one belongs to, and is deleted after. */
export interface OwnerReference {
  /** Group and version of its kind. */
  readonly apiVersion: string;
  /** Its kind. */
  readonly kind: string;
  /** Its name. It is in the same namespace, or in none. */
  readonly name: string;
  /** Its `metadata.uid`. */
  readonly uid: string;
  /** Whether it manages the object. Default: false. */
  readonly controller?: boolean | undefined;
  /** Whether it can only go after the object. Default: false. */
  readonly blockOwnerDeletion?: boolean | undefined;
}
