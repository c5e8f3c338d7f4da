/** Annotations of a BareMetalHost by which people, and the operator itself, steer the operator. */
export const HOST_ANNOTATIONS = {
  /** Present: the operator does nothing with the host. */
  paused: "baremetalhost.metal3.io/paused",
  /** Present: the operator removes the host from Ironic and leaves the server as it is. */
  detached: "baremetalhost.metal3.io/detached",
  /** The status that a host without one is given, as JSON. The operator removes it once it was read. */
  status: "baremetalhost.metal3.io/status",
  /** `disabled`: no inspection. Releases before v0.12 have no field for it. */
  inspect: "inspect.metal3.io",
  /** The hardware of a host that is not inspected, as JSON: `spec.hardware` of a HardwareData object. */
  hardwareDetails: "inspect.metal3.io/hardwaredetails",
  /** Present, alone or with a suffix (`reboot.metal3.io/…`): the operator reboots the host. */
  reboot: "reboot.metal3.io",
} as const;
