import type { InstanceImage, RootDeviceHints } from "@ironworks/core";
import type { AlreadyInstalled, SecretReference } from "@ironworks/metal3";
import type { BareMetalHost } from "./bareMetalHost.js";

/** An operating system on a host. */
export interface ProvisionedMachineProps {
  /** The host, of the same app; it may be in another chart. One machine a host. */
  readonly host: BareMetalHost;
  /**
   * What is written to the disk. Another `url` in a later commit makes the operator deprovision the server and install it
   * anew, at once: see the guard.
   */
  readonly image: InstanceImage;
  /**
   * Hints that match exactly one disk, best `serialNumber` or `wwn`. That disk is overwritten.
   * @default - the host's; one of the two must be given
   */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
  /**
   * Secret in the host's namespace with cloud-init or Ignition, key `userData` or `value`. Read when an installation
   * starts, and not again.
   * @default - none
   */
  readonly userData?: SecretReference | undefined;
  /**
   * Secret with OpenStack network data, key `networkData`.
   * @default - none
   */
  readonly networkData?: SecretReference | undefined;
  /**
   * Secret with meta data, key `metaData`.
   * @default - none
   */
  readonly metaData?: SecretReference | undefined;
  /**
   * The machine is on the disk already, and its host's object is made anew: in another cluster, or after a loss. The
   * operator then adopts it. Never remove this before the host's state is `provisioned`: without it, the image is
   * installed.
   * @default - the machine is installed when the object is applied
   */
  readonly installed?: AlreadyInstalled | undefined;
}
