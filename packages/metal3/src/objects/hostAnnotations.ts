/** Annotations by which people steer the operator. */
export const HOST_ANNOTATIONS = {
  /** Present: the operator does nothing with the host. */
  paused: "baremetalhost.metal3.io/paused",
  /** Present: the operator removes the host from Ironic and leaves the server as it is. */
  detached: "baremetalhost.metal3.io/detached",
  /** The status that a host without one is given, as JSON. The operator removes it once it was read. */
  status: "baremetalhost.metal3.io/status",
  /** `disabled`: no inspection. Releases before v0.12 have no field for it. */
  inspect: "inspect.metal3.io",
} as const;
