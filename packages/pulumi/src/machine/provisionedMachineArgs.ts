import type {
  Disks,
  InstanceImage,
  KeptDisk,
  MachineSpec,
  ReinstallPolicy,
  RootDeviceHints,
  RootDisk,
} from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import type { BareMetalHost } from "../host/bareMetalHost.js";
import type { BareMetalHostLookup } from "../host/bareMetalHostLookup.js";
import type { Timeouts } from "../resource/timeouts.js";

/** An operating system on a host. */
export interface ProvisionedMachineArgs {
  /** The host that takes it; a machine stays on its host. */
  readonly host: BareMetalHost | BareMetalHostLookup;
  /** What is written. Its identity is the checksum, not the URL. A change is a reinstall. */
  readonly image: pulumi.Input<InstanceImage>;
  /**
   * Chooses the disk, in the program, from the inspected hardware; before the first inspection a preview says that it is
   * not known. Exclusive with `rootDeviceHints`. A change is a reinstall.
   *
   * @example
   * ```ts
   * const args = { rootDisk: (disks: Disks) => disks.only({ type: "NVME", minSizeGiB: 400 }) };
   * ```
   */
  readonly rootDisk?: ((disks: Disks) => RootDisk) | undefined;
  /** Hints that must match exactly one disk. Default: the host's; without any, the host must have one disk. */
  readonly rootDeviceHints?: pulumi.Input<RootDeviceHints | undefined> | undefined;
  /** cloud-init or Ignition text, up to 64 KiB. Always kept as a secret. A change is a reinstall. */
  readonly userData?: pulumi.Input<string | undefined> | undefined;
  /** OpenStack's `network_data.json`. Always kept as a secret. A change is a reinstall. */
  readonly networkData?: pulumi.Input<Readonly<Record<string, unknown>> | undefined> | undefined;
  /** Added to `meta_data.json`. Always kept as a secret. A change is a reinstall. */
  readonly metaData?: pulumi.Input<Readonly<Record<string, string>> | undefined> | undefined;
  /** May an installed machine be installed again? Default `{ allow: false }`: such a change stops the preview. */
  readonly reinstall?: pulumi.Input<ReinstallPolicy | undefined> | undefined;
  /** Any value that was never used installs again, once, with nothing else changed. One of an earlier install is refused. */
  readonly rebuild?: pulumi.Input<string | undefined> | undefined;
  /**
   * Data disks that no install and no cleaning may touch, by serial or WWN; never the root disk. Checked against the inspected
   * hardware before and after each install. A change writes nothing.
   *
   * @example
   * ```ts
   * const args = { keepDisks: [{ serial: "S5H2NS0N" }, { wwn: "0x5000c500a1b2c3d4" }] };
   * ```
   */
  readonly keepDisks?: pulumi.Input<readonly KeptDisk[] | undefined> | undefined;
  /**
   * Any value that was never used lets the root disk move once, where the recorded one is not in the inventory any more; while
   * it is, the move is refused. Nothing else is allowed by it.
   */
  readonly replaceDisk?: pulumi.Input<string | undefined> | undefined;
  /**
   * What a change does that only an install applies, where `reinstall` does not allow it: `refuse` (default) stops the
   * preview; `pending` shows it in each preview and applies it with the next install.
   */
  readonly whenInstalled?: pulumi.Input<MachineSpec["whenInstalled"]> | undefined;
  /**
   * While the machine is installed, Ironic itself refuses to undeploy, rebuild or delete its node, whoever asks (`protected`).
   * What this resource is allowed to do lifts it and puts it back. Default true.
   */
  readonly protect?: pulumi.Input<boolean | undefined> | undefined;
  /**
   * What deleting the resource does. Default `detach`: the server keeps running. `deprovision` takes the machine off (power
   * off), `erase` also erases the partition tables of every disk. It must be applied before the delete.
   */
  readonly onDestroy?: pulumi.Input<MachineSpec["onDestroy"]> | undefined;
  /** How long each wait may take. Pulumi's `customTimeouts` has no effect on this resource. */
  readonly timeouts?: pulumi.Input<Timeouts | undefined> | undefined;
}
