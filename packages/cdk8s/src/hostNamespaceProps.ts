import type { ApiObjectMetadata } from "cdk8s";

/** A namespace for hosts. */
export interface HostNamespaceProps {
  /**
   * Metadata of the namespace.
   * @default - the construct's id is the name
   */
  readonly metadata?: ApiObjectMetadata | undefined;
}
