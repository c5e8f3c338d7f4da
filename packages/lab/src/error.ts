import { IronworksError } from "@ironworks/core";

/** What can be wrong while the lab's parts are prepared. */
export type LabSetupErrorCode =
  | "LAB_NOT_LINUX"
  | "LAB_PYTHON_MISSING"
  | "LAB_PYTHON_TOO_OLD"
  | "LAB_PYTHON_NO_PIP"
  | "LAB_GO_MISSING"
  | "LAB_DISK_FULL"
  | "LAB_NO_NETWORK"
  | "LAB_REGISTRY_FAILED"
  | "LAB_CACHE_UNWRITABLE"
  | "LAB_SETUP_FAILED";

/** The lab's parts could not be prepared. Nothing half-made is left in the cache: the next run starts the step again. */
export class LabSetupError extends IronworksError {
  constructor(
    /** Stable; docs/errors.md says what to do about each. */
    override readonly code: LabSetupErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What can go wrong with a lab itself. */
export type LabErrorCode =
  | "LAB_BAD_OPTION"
  | "LAB_IRONIC_START_FAILED"
  | "LAB_CLUSTER_START_FAILED"
  | "LAB_PROCESS_START_FAILED"
  | "LAB_PROCESS_DIED"
  | "LAB_NO_FREE_PORT"
  | "LAB_DISK_FULL"
  | "LAB_IPMITOOL_MISSING"
  | "LAB_UNKNOWN_FAULT"
  | "LAB_UNKNOWN_HOST"
  | "LAB_BAD_FAULT_OPTION"
  | "LAB_ABORTED"
  | "LAB_NO_CONFIG_DRIVE"
  | "LAB_NOT_RUNNING"
  | "LAB_ALREADY_RUNNING";

/** A lab did not start, died, or was asked for what it cannot do. The message names the folder with the logs. */
export class LabError extends IronworksError {
  constructor(
    /** Stable; docs/errors.md says what to do about each. */
    override readonly code: LabErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
