import { errorAt, type Observed, type PowerState, type RootDisk } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { BareMetalHost } from "../host/bareMetalHost.js";
import { handleOf } from "../host/hostHandle.js";
import { problemsError } from "../program/programError.js";
import { isInstanceOf } from "../resource/isInstanceOf.js";
import { PROVIDER_LINE } from "../resource/providerLine.js";
import { currentOwner, metaOf, secretOf, warnOfCustomTimeouts } from "../resource/resourceInputs.js";
import { resourceType } from "../resource/resourceMeta.js";
import { routeInputsOf } from "../route/routeInputsOf.js";
import { declareMachine } from "./machineDeclaration.js";
import type { ProvisionedMachineArgs } from "./provisionedMachineArgs.js";
import { rootDiskOf } from "./rootDiskOf.js";

const TYPE = resourceType("ProvisionedMachine");

/** Hashes of older versions have no key, so that they are guessable where the data are. */
const SECRET_OUTPUTS = ["installed", "inputKey", "userData", "networkData", "metaData"];

/**
 * An operating system, installed on one disk of a host. It is never replaced: a change that needs an install is refused
 * in the preview unless `reinstall` or a new `rebuild` allows it. Deleting detaches: the server keeps running.
 *
 * @example
 * ```ts
 * // The disk is chosen from what was inspected; it must be exactly one.
 * new ProvisionedMachine("web-0", {
 *   host: node0,
 *   image: InstanceImage.url("https://images.example.org/debian-13.qcow2", { checksum: "sha256:…" }),
 *   rootDisk: (disks) => disks.only({ type: "NVME", minSizeGiB: 400 }),
 *   userData: cloudConfig({ users: [{ name: "ops", sshAuthorizedKeys: [key] }] }),
 * });
 * ```
 *
 * @example
 * ```ts
 * // New user data may reinstall; any other change that needs an install is still refused.
 * new ProvisionedMachine("web-0", {
 *   host: node0,
 *   image,
 *   rootDeviceHints: { serialNumber: "S5H2NS0N" },
 *   userData,
 *   reinstall: { allow: true, triggers: ["userData"] },
 * });
 * ```
 *
 * @example
 * ```ts
 * // One reinstall with nothing changed, by a new word; changes of user data wait for the next one.
 * new ProvisionedMachine("db-0", {
 *   host: node0,
 *   image,
 *   userData,
 *   rebuild: "after the outage of 2026-11-03",
 *   whenInstalled: "pending",
 *   onDestroy: "deprovision",
 * });
 * ```
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
      const problem = errorAt("host", "is not a host.", "give a `BareMetalHost`");
      throw problemsError([{ ...problem, resource: name }]);
    }
    const checked = declareMachine(name, handle.name, args, () => self.resource, opts);
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
        inputKey: undefined,
        ...spec,
        host: {
          // A host with a mistake never gets one: an inline program would wait for it for ever.
          nodeUuid: pulumi.output(checked.then(() => true)).apply(() => host.nodeUuid),
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
      pulumi.mergeOptions({ additionalSecretOutputs: SECRET_OUTPUTS }, opts),
    );
    self.resource = this;
    warnOfCustomTimeouts(this, opts);
  }

  /** True for machines of any copy of this package. */
  static override isInstance(value: unknown): value is ProvisionedMachine {
    return isInstanceOf(value, TYPE);
  }
}
