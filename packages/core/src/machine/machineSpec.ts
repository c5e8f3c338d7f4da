import type { RootDeviceHints } from "../host/rootDeviceHints.js";
import type { RootDisk } from "../host/rootDisk.js";
import type { InstanceImage } from "../image/instanceImage.js";
import type { KeptDisk } from "./keptDisks.js";

/** An input of a machine that only an install applies. */
export type ReinstallField = "image" | "rootDisk" | "userData" | "networkData" | "metaData" | "rebuild";

/** May an installed machine be installed again, and for which changes. */
export interface ReinstallPolicy {
  /** Whether a change may erase and rewrite the root disk. */
  readonly allow: boolean;
  /** Fields whose change may reinstall. Default: all. */
  readonly triggers?: readonly ReinstallField[] | undefined;
}

/**
 * What happens to an installed machine when its resource is deleted. `detach` (default): the server keeps running, and
 * Pulumi forgets it. `deprovision`: its host is powered off and becomes available; disks stay unless cleaning is on. `erase`:
 * likewise, and the partition tables of every disk are erased. `MACHINE_ON_DESTROY` has all effects.
 */
export type MachineOnDestroy = "detach" | "deprovision" | "erase";

/** An operating system on a host. */
export interface MachineSpec {
  /** What is written to the disk. */
  readonly image: InstanceImage;
  /** The disk a program chose from the inspected hardware. Exclusive with `rootDeviceHints`. */
  readonly rootDisk?: RootDisk | undefined;
  /** Hints that must match exactly one disk. Exclusive with `rootDisk`; default: the host's. */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
  /** cloud-init or ignition text, up to 64 KiB. Secret. */
  readonly userData?: string | undefined;
  /** OpenStack `network_data.json`. */
  readonly networkData?: Readonly<Record<string, unknown>> | undefined;
  /** Added to the config drive's `meta_data.json`. */
  readonly metaData?: Readonly<Record<string, string>> | undefined;
  /** Default `{ allow: false }`: a change that only a reinstall can apply is refused. */
  readonly reinstall?: ReinstallPolicy | undefined;
  /** Any value that was never used reinstalls once, with nothing else changed. One of an earlier install is refused. */
  readonly rebuild?: string | undefined;
  /** Disks that no install and no cleaning may touch, also not with `onDestroy: "erase"`; never the root disk. */
  readonly keepDisks?: readonly KeptDisk[] | undefined;
  /**
   * Any value that was never used lets the root disk move once, with nothing else allowed: where the recorded one is not in
   * the inventory any more. While it is, the change is refused.
   */
  readonly replaceDisk?: string | undefined;
  /** A change that only the next install can apply: `refuse` (default) stops; `pending` waits for that install. */
  readonly whenInstalled?: "refuse" | "pending" | undefined;
  /**
   * While the machine is installed, Ironic itself refuses to undeploy, rebuild or delete its node, whoever asks (`protected`).
   * What this resource is allowed to do lifts it and puts it back. Default true.
   */
  readonly protect?: boolean | undefined;
  /**
   * Default `detach`: the server keeps running. `deprovision` takes the machine off its host (power off; disks stay unless
   * cleaning is on), `erase` also erases the partition tables of every disk.
   */
  readonly onDestroy?: MachineOnDestroy | undefined;
}
