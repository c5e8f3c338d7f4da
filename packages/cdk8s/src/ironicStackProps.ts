import type { IpaImage } from "@ironworks/core";
import type { DeployVariables, StackProfile } from "@ironworks/metal3";

/** What deploy.sh is asked for. */
export interface DeployFlagsProps {
  /**
   * Deploy the operator and its custom resource definitions.
   * @default true
   */
  readonly operator?: boolean | undefined;
  /**
   * Deploy Ironic.
   * @default true
   */
  readonly ironic?: boolean | undefined;
  /**
   * TLS for Ironic, with certificates of cert-manager.
   * @default false
   */
  readonly tls?: boolean | undefined;
  /**
   * HTTP basic authentication. Its Secrets are named in `secretNames`.
   * @default true
   */
  readonly authentication?: boolean | undefined;
  /**
   * A virtual address for Ironic.
   * @default false
   */
  readonly keepalived?: boolean | undefined;
  /**
   * MariaDB in place of SQLite. Releases before v0.3 have it always.
   * @default false
   */
  readonly mariadb?: boolean | undefined;
}

/** A control plane. */
export interface IronicStackProps {
  /** Release of baremetal-operator, a patch such as `v0.13.2`. */
  readonly release: string;
  /**
   * What the stack is made after. `upstream`: object for object what upstream's deploy.sh applies.
   * @default "upstream"
   */
  readonly profile?: StackProfile | undefined;
  /**
   * Flags of deploy.sh.
   * @default - operator and Ironic, with authentication
   */
  readonly flags?: DeployFlagsProps | undefined;
  /**
   * deploy.sh's own variables, by their names, e.g. `IRONIC_HOST_IP`. Not its credentials: those are in Secrets.
   * @default - none
   */
  readonly variables?: DeployVariables | undefined;
  /**
   * Values for keys of upstream's .env files, e.g. `PROVISIONING_INTERFACE`.
   * @default - upstream's values
   */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /**
   * The deploy ramdisk.
   * @default - what Ironic's containers download
   */
  readonly ramdisk?: IpaImage | undefined;
  /**
   * Names of the Secrets that pods read, by their names in upstream's manifests without the content hash. They are made
   * outside this app; a mistake lists those that are missing.
   * @default - none, which suits a stack that reads no Secret
   */
  readonly secretNames?: Readonly<Record<string, string>> | undefined;
  /**
   * Write Secrets into the manifests as deploy.sh does, from `variables`: anyone who reads the repository reads them.
   * @default false
   */
  readonly plainSecrets?: boolean | undefined;
}
