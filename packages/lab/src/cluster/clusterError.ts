import { IronworksError } from "@ironworks/core";

/** One thing that the API server has against a field. */
export interface ClusterCause {
  readonly field: string;
  readonly message: string;
  readonly reason: string;
}

/** The API server refused a request. The message is its own. */
export class ClusterRequestError extends IronworksError {
  override readonly code = "LAB_CLUSTER_REFUSED";

  constructor(
    message: string,
    /** HTTP status. */
    readonly status: number,
    /** E.g. `Invalid`, `NotFound`, `Forbidden`. */
    readonly reason: string,
    readonly causes: readonly ClusterCause[] = [],
  ) {
    super(message);
  }
}
