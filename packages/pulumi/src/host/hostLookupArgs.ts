import type * as pulumi from "@pulumi/pulumi";
import type { IronicApi } from "../route/ironicApi.js";

/** Which host to look up, by exactly one of its names. */
export type HostLookupArgs = { readonly route: IronicApi } & (
  | { readonly nodeUuid: pulumi.Input<string> }
  | { readonly bootMACAddress: pulumi.Input<string> }
  /** In Metal3's grammar, as for `bmc.address`. */
  | { readonly bmcAddress: pulumi.Input<string> }
  /** Name of Ironic's node. */
  | { readonly name: pulumi.Input<string> }
);
