import type {
  AutomatedCleaningMode,
  BootMode,
  Hardware,
  HostOnDestroy,
  HostSpec,
  InspectionMode,
  Observed,
  PowerState,
  RootDeviceHints,
} from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { BareMetalHostLookup, type HostLookupArgs } from "./bareMetalHostLookup.js";
import type { IronicApi } from "./ironicApi.js";
import { declareHost } from "./program/hostDeclaration.js";
import { giveHandle, handleOf } from "./program/hostHandle.js";
import { metaOf, routeInputsOf, secretOf, warnOfCustomTimeouts } from "./program/resourceInputs.js";
import { PROVIDER_LINE } from "./providerLine.js";
import { resourceType } from "./wire/resourceMeta.js";
import type { Timeouts } from "./wire/timeouts.js";

/** The baseboard management controller of a host. */
export interface BmcArgs {
  /**
   * Metal3's address grammar, e.g. `redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1` or `ipmi://10.0.1.2`. It is
   * the server's identity: the same BMC and system is the same server, whoever registers it.
   */
  readonly address: pulumi.Input<string>;
  /** Of the BMC's account. */
  readonly username?: pulumi.Input<string | undefined> | undefined;
  /** Of the BMC's account. Always kept as a secret. */
  readonly password?: pulumi.Input<string | undefined> | undefined;
  /** Accept any certificate of the BMC. Default false. */
  readonly disableCertificateVerification?: pulumi.Input<boolean | undefined> | undefined;
}

/** A physical server, in Metal3's names. Every change is made in place; none writes to a disk. */
export interface BareMetalHostArgs {
  /** How the host is driven: {@link ironicApi}. One host, one route. */
  readonly route: IronicApi;
  /** Where the server's BMC is and how to get in. */
  readonly bmc: pulumi.Input<BmcArgs>;
  /** MAC of the NIC that boots the deploy ramdisk. Needed by every BMC scheme that boots over the network. */
  readonly bootMACAddress?: pulumi.Input<string | undefined> | undefined;
  /** Default `UEFI`. */
  readonly bootMode?: pulumi.Input<BootMode | undefined> | undefined;
  /** CPU architecture. Default `x86_64`. */
  readonly architecture?: pulumi.Input<string | undefined> | undefined;
  /** Which disk takes an operating system, for machines that do not say so themselves. */
  readonly rootDeviceHints?: pulumi.Input<RootDeviceHints | undefined> | undefined;
  /** Wanted power state. Default: left as it is. */
  readonly online?: pulumi.Input<boolean | undefined> | undefined;
  /** Default `disabled`, unlike Metal3's `metadata`: nothing is erased unless asked for. */
  readonly automatedCleaningMode?: pulumi.Input<AutomatedCleaningMode | undefined> | undefined;
  /** `agent` (default) boots the deploy ramdisk; `fast` asks the BMC, which knows no disk serials. */
  readonly inspectionMode?: pulumi.Input<InspectionMode | undefined> | undefined;
  /** Enrol a server that is powered on and not ours. Default false: enrolment stops. */
  readonly takeover?: pulumi.Input<boolean | undefined> | undefined;
  /** What deleting the resource does. Default `detach`: the server keeps running, node and disks stay. */
  readonly onDestroy?: pulumi.Input<HostOnDestroy | undefined> | undefined;
  /** How long each wait may take. Pulumi's `customTimeouts` has no effect on this resource. */
  readonly timeouts?: pulumi.Input<Timeouts | undefined> | undefined;
}

const TYPE = resourceType("BareMetalHost");

/**
 * A server, registered by its BMC, inspected, and ready for a {@link ProvisionedMachine}. Registering and inspecting
 * write to no disk. Deleting detaches: the server is left as it is, and the same code coming back attaches to it again.
 *
 * @example
 * const node0 = new BareMetalHost("node-0", {
 *   route: siteA,
 *   bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", username: "admin", password },
 *   bootMACAddress: "00:35:30:2a:ad:48",
 * });
 * export const disks = node0.hardware.storage;
 */
export class BareMetalHost extends pulumi.CustomResource {
  /** Uuid of Ironic's node. */
  declare readonly nodeUuid: pulumi.Output<string>;
  /** CPU, memory, disks, NICs and vendor, as inspected. Known after the first `up`. */
  declare readonly hardware: pulumi.Output<Hardware>;
  /** Ironic's provision state when last seen, e.g. `available`. */
  declare readonly provisionState: pulumi.Output<string>;
  /** Power when last seen. */
  declare readonly powerState: pulumi.Output<PowerState>;
  /** `lost` where the route does not know the host any more; it is never taken for gone. */
  declare readonly observed: pulumi.Output<Observed>;
  /** The BMC as its one canonical text: host, port and system. */
  declare readonly bmcEndpoint: pulumi.Output<string>;

  constructor(name: string, args: BareMetalHostArgs, opts?: pulumi.CustomResourceOptions) {
    const self: { resource?: pulumi.Resource } = {};
    const checked = declareHost(name, args, () => self.resource);
    const { route, bmc, ...spec } = args;
    super(
      TYPE,
      name,
      {
        nodeUuid: undefined,
        hardware: undefined,
        provisionState: undefined,
        powerState: undefined,
        observed: undefined,
        bmcEndpoint: undefined,
        ...spec,
        bmc: bmcInputsOf(bmc),
        route: routeInputsOf(route),
        ironworks: metaOf("BareMetalHost", name, opts?.parent, checked),
        __provider: PROVIDER_LINE,
      },
      pulumi.mergeOptions({ additionalSecretOutputs: ["bmcPassword"] }, opts),
    );
    self.resource = this;
    giveHandle(this, { name, route, rootDeviceHints: args.rootDeviceHints });
    warnOfCustomTimeouts(this, opts);
  }

  /**
   * Looks up a host that somebody else manages: another stack, the operator, a person. Read-only; it is never changed.
   *
   * @example
   * const spare = BareMetalHost.get("spare", { route: siteA, bootMACAddress: "00:35:30:2a:ad:49" });
   * export const memory = spare.hardware.apply(hardware => hardware?.memoryGiB);
   */
  static get(name: string, args: HostLookupArgs): BareMetalHostLookup {
    return new BareMetalHostLookup(name, args);
  }

  /** True for hosts of any copy of this package. */
  static override isInstance(value: unknown): value is BareMetalHost {
    return pulumi.CustomResource.isInstance(value) && handleOf(value) !== undefined && TYPE === resourceTypeOf(value);
  }
}

/** The password is secret however it came; of arguments that are computed as a whole, everything is. */
function bmcInputsOf(bmc: pulumi.Input<BmcArgs>): pulumi.Input<object> {
  if (pulumi.Output.isInstance(bmc) || bmc instanceof Promise) {
    return pulumi.secret(bmc);
  }
  return { ...bmc, password: secretOf(bmc.password) };
}

function resourceTypeOf(resource: pulumi.CustomResource): unknown {
  return (resource as { readonly __pulumiType?: unknown }).__pulumiType;
}

/** The inputs are those of core's {@link HostSpec}: a member that core gains must be added above. */
type Missing = Exclude<keyof HostSpec, keyof BareMetalHostArgs>;
const complete: Missing extends never ? true : Missing = true;
void complete;
