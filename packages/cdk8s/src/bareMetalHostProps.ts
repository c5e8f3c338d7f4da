import type { AutomatedCleaningMode, BootMode, HostOnDestroy, InspectionMode, RootDeviceHints } from "@ironworks/core";
import type { SecretReference } from "@ironworks/metal3";
import type { BareMetalHostNetworkInterface, BareMetalHostRAID } from "@ironworks/metal3/kinds";
import type { ApiObjectMetadata } from "cdk8s";
import type { OperatorRoute } from "./operatorRoute.js";

/** The baseboard management controller of a host. */
export interface BmcProps {
  /**
   * Metal3's address grammar, e.g. `redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1`. It is the server's identity:
   * two hosts with one BMC are refused.
   */
  readonly address: string;
  /** Name of the Secret in the host's namespace with `username` and `password`. Its content is never in a manifest. */
  readonly credentialsName: string;
  /**
   * Accept any certificate of the BMC.
   * @default false
   */
  readonly disableCertificateVerification?: boolean | undefined;
}

/** A physical server, in Metal3's names. */
export interface BareMetalHostProps {
  /** The operator that drives the host: `stack.operator`, or `OperatorRoute.forRelease(…)`. */
  readonly route: OperatorRoute;
  /** The baseboard management controller, which is the server's identity. */
  readonly bmc: BmcProps;
  /**
   * Metadata of the object. Give a name before you move or rename the construct: another name is another object for
   * the same server.
   * @default - the construct's id is the name; namespace and labels are the chart's
   */
  readonly metadata?: ApiObjectMetadata | undefined;
  /**
   * MAC of the NIC that boots the deploy ramdisk. It cannot be changed later.
   * @default - none; needed by every BMC scheme that boots over the network
   */
  readonly bootMACAddress?: string | undefined;
  /**
   * How firmware boots.
   * @default "UEFI"
   */
  readonly bootMode?: BootMode | undefined;
  /**
   * CPU architecture, e.g. `x86_64` or `aarch64`.
   * @default - as inspected
   */
  readonly architecture?: string | undefined;
  /**
   * Which disk takes an operating system, for machines that do not say so themselves.
   * @default - none, and then the machine must say it
   */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
  /**
   * Wanted power state. The operator cannot leave power as it is.
   * @default true
   */
  readonly online?: boolean | undefined;
  /**
   * What the operator erases before a host becomes available and after it is released. `metadata`, its own default,
   * removes the partition tables of all disks.
   * @default "disabled"
   */
  readonly automatedCleaningMode?: AutomatedCleaningMode | undefined;
  /**
   * `agent` boots the deploy ramdisk, `fast` asks the BMC (v0.14 or later), `disabled` leaves the hardware unknown.
   * @default "agent"
   */
  readonly inspectionMode?: InspectionMode | "disabled" | undefined;
  /**
   * Free text for people.
   * @default - none
   */
  readonly description?: string | undefined;
  /**
   * The operating system is managed by others, and the operator only switches power.
   * @default false
   */
  readonly externallyProvisioned?: boolean | undefined;
  /**
   * Secret with the network configuration of the deploy ramdisk.
   * @default - none
   */
  readonly preprovisioningNetworkData?: SecretReference | undefined;
  /**
   * RAID volumes to build before an installation. Building them destroys what is on their disks.
   * @default - volumes are left as they are
   */
  readonly raid?: BareMetalHostRAID | undefined;
  /**
   * Reboot where a power cycle would do, and never power off. From v0.10 on.
   * @default false
   */
  readonly disablePowerOff?: boolean | undefined;
  /**
   * Switch ports behind the interfaces. From v0.14 on, where no controller acts on it yet.
   * @default - none
   */
  readonly networkInterfaces?: readonly BareMetalHostNetworkInterface[] | undefined;
  /**
   * The operator leaves the host alone.
   * @default false
   */
  readonly paused?: boolean | undefined;
  /**
   * The operator forgets the host, and the server keeps running as it is. The step before the object is deleted.
   * @default false
   */
  readonly detached?: boolean | undefined;
  /**
   * What becomes of the server when the host leaves the repository. `detach`: Argo CD and Flux keep the object. `release`:
   * they delete it, and the operator then powers the server off and takes its image away.
   * @default "detach"
   */
  readonly onDestroy?: HostOnDestroy | undefined;
}
