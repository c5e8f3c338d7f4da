import type { IpaImage } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";

/** How to reach an Ironic API. */
export interface IronicApiArgs {
  /** Address of the API, e.g. `https://10.0.20.99:6385`. Without credentials: those are set apart. */
  readonly endpoint: pulumi.Input<string>;
  /** The deploy ramdisk that hosts of this endpoint boot. Default: the one that the endpoint is configured with. */
  readonly ramdisk?: IpaImage | undefined;
  /**
   * User of HTTP basic authentication. Stack configuration (`ironworks:<name>.username`), then the environment
   * (`IRONWORKS_<NAME>_USERNAME`) come first. Of stack configuration `refresh` and `destroy` use what the last `pulumi up`
   * stored. Default: no authentication.
   */
  readonly username?: pulumi.Input<string | undefined> | undefined;
  /**
   * Password of HTTP basic authentication, found like `username`. Given here it is kept, encrypted, in the state of each
   * resource, and a resource that is deleted after the password was changed uses the old one: prefer
   * `pulumi config set --secret ironworks:<name>.password`.
   */
  readonly password?: pulumi.Input<string | undefined> | undefined;
  /** File with the certificate authorities to trust, in PEM; relative to the project's folder. */
  readonly caFile?: string | undefined;
  /** The certificate authorities to trust, in PEM. Kept in the state of each resource: prefer `caFile`. */
  readonly caPem?: pulumi.Input<string | undefined> | undefined;
  /** Accept any certificate. Default false. */
  readonly insecure?: boolean | undefined;
}

/** The route to hosts that are driven through an Ironic API: typed data, no connection. */
export interface IronicApi {
  /** Tells routes apart. */
  readonly kind: "ironic";
  /** Part of the keys of its credentials. */
  readonly name: string;
  /** As given. */
  readonly args: IronicApiArgs;
}

/**
 * Names an Ironic API, to be the `route` of hosts.
 *
 * @param name - Letters, digits, `-` and `_`; part of the keys of its credentials.
 * @example
 * ```ts
 * const siteA = ironicApi("site-a", {
 *   endpoint: "https://10.0.20.99:6385",
 *   ramdisk: IpaImage.iso("https://images.example.org/ipa.iso"),
 *   caFile: "site-a.pem",
 * });
 * ```
 */
export function ironicApi(name: string, args: IronicApiArgs): IronicApi {
  return Object.freeze({ kind: "ironic", name, args: Object.freeze({ ...args }) });
}
