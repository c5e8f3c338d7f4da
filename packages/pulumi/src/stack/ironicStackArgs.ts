import type { IpaImage } from "@ironworks/core";
import type { DeployFlag, DeployVariable, GuardOptions, StackProfile } from "@ironworks/metal3";
import type * as pulumi from "@pulumi/pulumi";
import type { IronicApiArgs } from "../route/ironicApi.js";

/** A control plane. What decides which objects there are is plain; `variables` may be computed, and secret. */
export interface IronicStackArgs {
  /** What the stack is made after. `upstream`: object for object what upstream's deploy.sh applies. Default `upstream`. */
  readonly profile?: StackProfile | undefined;
  /** Release of baremetal-operator, a patch such as `v0.13.2`. */
  readonly release: string;
  /** Flags of deploy.sh. Default: operator and Ironic, with authentication, without TLS, keepalived and MariaDB. */
  readonly flags?: { readonly [flag in DeployFlag]?: boolean | undefined } | undefined;
  /** deploy.sh's own variables, by their names. Passwords and password files are always kept as secrets. */
  readonly variables?: { readonly [variable in DeployVariable]?: pulumi.Input<string> | undefined } | undefined;
  /** Values for keys of upstream's .env files, e.g. `PROVISIONING_INTERFACE`. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** The deploy ramdisk. Default: what Ironic's containers download. */
  readonly ramdisk?: IpaImage | undefined;
  /** Names of Secrets that come from elsewhere; then there are none among the resources. */
  readonly secretNames?: Readonly<Record<string, string>> | undefined;
  /**
   * Policies with which the API server refuses what could wipe a host; Kubernetes 1.30 or later. `{}` takes their defaults.
   * Default: none, as profile `upstream` has none.
   */
  readonly guard?: GuardOptions | undefined;
  /**
   * How this program reaches the stack's Ironic, where it differs: `endpoint` (default: port 6385 of `IRONIC_HOST_IP`),
   * `caFile`, ….
   */
  readonly api?: Partial<IronicApiArgs> | undefined;
}
