import { IronworksError } from "@ironworks/core";

/** One thing that the API server has against a field. */
export interface ClusterCause {
  /** Path of the field, e.g. `spec.replicas`; empty where the server names none. */
  readonly field: string;
  /** The server's own words. */
  readonly message: string;
  /** E.g. `FieldValueInvalid`, `FieldManagerConflict`. */
  readonly reason: string;
}

/** The API server refused a request. The message is its own. */
export class ClusterRequestError extends IronworksError {
  /** Stable; docs/errors.md says what to do about it. */
  override readonly code = "LAB_CLUSTER_REFUSED";

  constructor(
    message: string,
    /** HTTP status. */
    readonly status: number,
    /** E.g. `Invalid`, `NotFound`, `Forbidden`. */
    readonly reason: string,
    /** One entry a field that is refused, where the server says so. */
    readonly causes: readonly ClusterCause[] = [],
  ) {
    super(message);
  }
}
