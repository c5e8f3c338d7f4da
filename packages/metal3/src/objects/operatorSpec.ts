import type { HostSpec, InspectionMode, MachineSpec } from "@ironworks/core";
import type { BareMetalHostNetworkInterface, BareMetalHostRAID } from "../kinds/generated/index.gen.js";

/** A Secret in the host's namespace, by name. */
export interface SecretReference {
  /** A DNS subdomain. */
  readonly name: string;
}

/** The BMC of a host on the operator's route: its credentials are in a Secret. */
export interface OperatorBmc {
  /** Metal3's address grammar, e.g. `redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1`. */
  readonly address: string;
  /** Name of the Secret in the host's namespace with `username` and `password`. */
  readonly credentialsName: string;
  /** Accept any certificate of the BMC. Default false. */
  readonly disableCertificateVerification?: boolean | undefined;
}

/** A host on the operator's route: {@link HostSpec} without what the operator cannot do, with what only it can. */
export interface OperatorHostSpec
  extends Omit<HostSpec, "bmc" | "takeover" | "adopt" | "onDestroy" | "inspectionMode" | "inspect" | "expect"> {
  /** How the operator reaches the BMC. */
  readonly bmc: OperatorBmc;
  /** Default `agent`. `disabled` needs `bootMACAddress`; a release before v0.12 takes an annotation instead. */
  readonly inspectionMode?: InspectionMode | "disabled" | undefined;
  /** Free text for people. */
  readonly description?: string | undefined;
  /** The operating system is managed by others: the operator only switches power. Default false. */
  readonly externallyProvisioned?: boolean | undefined;
  /** Secret with the network configuration of the deploy ramdisk. */
  readonly preprovisioningNetworkData?: SecretReference | undefined;
  /** RAID volumes to build before an installation. Default: left as they are. */
  readonly raid?: BareMetalHostRAID | undefined;
  /** Reboot where a power cycle would do, and never power off. Default false. From v0.10 on. */
  readonly disablePowerOff?: boolean | undefined;
  /** Switch ports behind the interfaces. From v0.14 on, where no controller acts on it yet. */
  readonly networkInterfaces?: readonly BareMetalHostNetworkInterface[] | undefined;
  /** The operator leaves the host alone while this is true. Default false. */
  readonly paused?: boolean | undefined;
  /**
   * The operator forgets the host, which keeps running: it is removed from Ironic, and deleting the object then touches
   * nothing. Default false.
   */
  readonly detached?: boolean | undefined;
}

/** A machine that is on the disk already, when its host's object is made anew: in another cluster, or after a loss. */
export interface AlreadyInstalled {
  /** The status of the old object, unchanged. Default: made from the host and the machine. */
  readonly status?: Readonly<Record<string, unknown>> | undefined;
  /** Take the pause off, so that the operator restores the status and goes on. Default false: nothing happens yet. */
  readonly resume?: boolean | undefined;
}

/** A machine on the operator's route: {@link MachineSpec} without what needs a memory of its own. */
export interface OperatorMachineSpec extends Pick<MachineSpec, "image" | "rootDeviceHints"> {
  /** Secret with cloud-init or Ignition, key `userData` or `value`. */
  readonly userData?: SecretReference | undefined;
  /** Secret with OpenStack network data, key `networkData`. */
  readonly networkData?: SecretReference | undefined;
  /** Secret with meta data, key `metaData`. */
  readonly metaData?: SecretReference | undefined;
  /** Default: not installed yet; applying the object installs it. */
  readonly installed?: AlreadyInstalled | undefined;
}
