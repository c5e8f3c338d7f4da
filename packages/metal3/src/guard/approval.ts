/** Annotation of an object that approves changes of it which the guard refuses; several are divided by spaces. */
export const APPROVE_ANNOTATION = "ironworks.dev/approve";

/** Label of a namespace that holds hosts: with the value `true` the guard refuses to delete the namespace. */
export const HOLDS_HOSTS_LABEL = "ironworks.dev/holds-hosts";

/** Fields of a host that cannot change without an approval once it is installed. */
export type GuardedField = "image" | "automatedCleaningMode" | "externallyProvisioned" | "rootDeviceHints" | "raid";

/** As much of a host's spec as says what is installed. */
export interface Installation {
  /** The instance image. */
  readonly image?: { readonly url?: string | undefined; readonly checksum?: string | undefined } | undefined;
  /** A deployment by a method of the ramdisk's own, without an image. */
  readonly customDeploy?: { readonly method?: string | undefined } | undefined;
}

/** Approves to delete the object with this uid. Ends with the object. */
export function deleteApproval(uid: string): string {
  return `delete:${uid}`;
}

/**
 * Approves one change of one field. Ends with the change, as that raises the generation.
 *
 * @param generation - `metadata.generation` of the host before the change.
 * @param value - What the field becomes, where the guard asks for it: of an image its {@link installationName}.
 * @example
 * ```ts
 * changeApproval("image", host.metadata.generation, installationName({ image }));
 * ```
 */
export function changeApproval(field: GuardedField, generation: number, value?: string): string {
  return value === undefined ? `${field}@${generation}` : `${field}@${generation}:${value}`;
}

/** What an approval calls an image or a custom deployment; `none` where there is neither. */
export function installationName({ image, customDeploy }: Installation): string {
  if (customDeploy?.method) {
    return customDeploy.method;
  }
  if (!image?.url) {
    return "none";
  }
  return image.checksum ? `${image.url}#${image.checksum}` : image.url;
}
