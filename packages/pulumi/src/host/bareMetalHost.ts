import type { Hardware, Observed, PowerState } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { isInstanceOf } from "../resource/isInstanceOf.js";
import { PROVIDER_LINE } from "../resource/providerLine.js";
import { metaOf, secretOf, warnOfCustomTimeouts } from "../resource/resourceInputs.js";
import { resourceType } from "../resource/resourceMeta.js";
import { routeInputsOf } from "../route/routeInputsOf.js";
import type { BareMetalHostArgs, BmcArgs } from "./bareMetalHostArgs.js";
import { BareMetalHostLookup } from "./bareMetalHostLookup.js";
import { declareHost } from "./hostDeclaration.js";
import { giveHandle } from "./hostHandle.js";
import type { HostLookupArgs } from "./hostLookupArgs.js";

const TYPE = resourceType("BareMetalHost");

/**
 * A server, registered by its BMC, inspected, and ready for a {@link ProvisionedMachine}. Registering and inspecting
 * write to no disk. Deleting detaches: the server is left as it is, and the same code coming back attaches to it again.
 *
 * @example
 * ```ts
 * // A server, and what was found in it.
 * const node0 = new BareMetalHost("node-0", {
 *   route: siteA,
 *   bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", username: "admin", password },
 *   bootMACAddress: "00:35:30:2a:ad:48",
 * });
 * export const disks = node0.hardware.storage;
 * ```
 *
 * @example
 * ```ts
 * // A rack of servers, from a list.
 * const servers = [
 *   { name: "rack3-u17", address: "10.0.3.17", mac: "00:35:30:2a:ad:11" },
 *   { name: "rack3-u18", address: "10.0.3.18", mac: "00:35:30:2a:ad:12" },
 * ];
 * const hosts = servers.map(
 *   ({ name, address, mac }) =>
 *     new BareMetalHost(name, {
 *       route: siteA,
 *       bmc: { address: `redfish-virtualmedia://${address}/redfish/v1/Systems/1`, username: "admin", password },
 *       bootMACAddress: mac,
 *     }),
 * );
 * ```
 *
 * @example
 * ```ts
 * // An older server, over IPMI, that is switched on, and leaves Ironic with its resource.
 * new BareMetalHost("old-1", {
 *   route: siteA,
 *   bmc: { address: "ipmi://10.0.1.9", username: "admin", password },
 *   bootMACAddress: "00:35:30:2a:ad:4f",
 *   bootMode: "legacy",
 *   online: true,
 *   onDestroy: "remove",
 *   timeouts: { inspectSeconds: 3600 },
 * });
 * ```
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
    const checked = declareHost(name, args, () => self.resource, opts);
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
   * ```ts
   * const spare = BareMetalHost.get("spare", { route: siteA, bootMACAddress: "00:35:30:2a:ad:49" });
   * export const memory = spare.hardware.apply((hardware) => hardware?.memoryGiB);
   * ```
   */
  static get(name: string, args: HostLookupArgs): BareMetalHostLookup {
    return new BareMetalHostLookup(name, args);
  }

  /** True for hosts of any copy of this package. */
  static override isInstance(value: unknown): value is BareMetalHost {
    return isInstanceOf(value, TYPE);
  }
}

/** The password is secret however it came; of arguments that are computed as a whole, everything is. */
function bmcInputsOf(bmc: pulumi.Input<BmcArgs>): pulumi.Input<object> {
  if (pulumi.Output.isInstance(bmc) || bmc instanceof Promise) {
    return pulumi.secret(bmc);
  }
  return { ...bmc, password: secretOf(bmc.password) };
}
