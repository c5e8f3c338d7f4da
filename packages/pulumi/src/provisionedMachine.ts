import type {
  Disks,
  InstanceImage,
  MachineSpec,
  Observed,
  PowerState,
  ReinstallPolicy,
  RootDeviceHints,
  RootDisk,
} from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { BareMetalHost } from "./bareMetalHost.js";
import type { BareMetalHostLookup } from "./bareMetalHostLookup.js";
import { handleOf } from "./program/hostHandle.js";
import { declareMachine } from "./program/machineDeclaration.js";
import { ProgramError } from "./program/programError.js";
import { currentOwner, metaOf, routeInputsOf, secretOf, warnOfCustomTimeouts } from "./program/resourceInputs.js";
import { rootDiskOf } from "./program/rootDiskOf.js";
import { PROVIDER_LINE } from "./providerLine.js";
import { resourceType } from "./wire/resourceMeta.js";
import type { Timeouts } from "./wire/timeouts.js";

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
   * @example rootDisk: disks => disks.only({ type: "NVME", minSizeGiB: 400 })
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
  /** Any new value installs again, once, with nothing else changed. */
  readonly rebuild?: pulumi.Input<string | undefined> | undefined;
  /**
   * What a change does that only an install applies, where `reinstall` does not allow it: `refuse` (default) stops the
   * preview; `pending` shows it in each preview and applies it with the next install.
   */
  readonly whenInstalled?: pulumi.Input<MachineSpec["whenInstalled"]> | undefined;
  /** What deleting the resource does. Default `detach`: the server keeps running. `deprovision` takes the machine off (power off). */
  readonly onDestroy?: pulumi.Input<MachineSpec["onDestroy"]> | undefined;
  /** How long each wait may take. Pulumi's `customTimeouts` has no effect on this resource. */
  readonly timeouts?: pulumi.Input<Timeouts | undefined> | undefined;
}

const TYPE = resourceType("ProvisionedMachine");

/**
 * An operating system, installed on one disk of a host. It is never replaced: a change that needs an install is refused
 * in the preview unless `reinstall` or a new `rebuild` allows it. Deleting detaches: the server keeps running.
 *
 * @example
 * new ProvisionedMachine("web-0", {
 *   host: node0,
 *   image: InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" }),
 *   rootDisk: disks => disks.only({ type: "NVME", minSizeGiB: 400 }),
 *   userData: cloudConfig({ users: [{ name: "ops", sshAuthorizedKeys: [key] }] }),
 * });
 */
export class ProvisionedMachine extends pulumi.CustomResource {
  /** The disk that was installed; before the first install, the one that is to be. */
  declare readonly rootDisk: pulumi.Output<RootDisk>;
  /** Ironic's provision state when last seen, e.g. `active`. */
  declare readonly provisionState: pulumi.Output<string>;
  /** Power when last seen. */
  declare readonly powerState: pulumi.Output<PowerState>;
  /** `lost` where the route does not know the machine any more; it is never taken for gone. */
  declare readonly observed: pulumi.Output<Observed>;
  /** Uuid of the host's node. */
  declare readonly nodeUuid: pulumi.Output<string>;
  /** The machine's claim on the node. */
  declare readonly instanceUuid: pulumi.Output<string>;

  constructor(name: string, args: ProvisionedMachineArgs, opts?: pulumi.CustomResourceOptions) {
    const self: { resource?: pulumi.Resource } = {};
    const { host, rootDisk: _rootDisk, rootDeviceHints: _hints, userData, networkData, metaData, ...spec } = args;
    const handle = handleOf(host);
    if (handle === undefined) {
      throw new ProgramError(`\`${name}\`: \`host\` is no host. Give a BareMetalHost.`);
    }
    const checked = declareMachine(name, handle.name, args, () => self.resource);
    const managed = BareMetalHost.isInstance(host);
    super(
      TYPE,
      name,
      {
        provisionState: undefined,
        powerState: undefined,
        observed: undefined,
        nodeUuid: undefined,
        instanceUuid: undefined,
        installed: undefined,
        ...spec,
        host: {
          nodeUuid: host.nodeUuid,
          hostId: managed ? handle.name : host.hostId,
          owner: managed ? currentOwner() : host.owner,
        },
        rootDisk: rootDiskOf(name, handle, args),
        userData: secretOf(userData),
        networkData: secretOf(networkData),
        metaData: secretOf(metaData),
        route: routeInputsOf(handle.route),
        ironworks: metaOf("ProvisionedMachine", name, opts?.parent, checked),
        __provider: PROVIDER_LINE,
      },
      // Hashes of user data are guessable where the data are.
      pulumi.mergeOptions({ additionalSecretOutputs: ["installed", "userData", "networkData", "metaData"] }, opts),
    );
    self.resource = this;
    warnOfCustomTimeouts(this, opts);
  }

  /** True for machines of any copy of this package. */
  static override isInstance(value: unknown): value is ProvisionedMachine {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: unknown }).__pulumiType === TYPE;
  }
}
