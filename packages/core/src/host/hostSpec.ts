import type { HardwareExpectation } from "./expectation.js";
import type { HostAdoption } from "./hostAdoption.js";
import type { RootDeviceHints } from "./rootDeviceHints.js";

/** How firmware boots; Metal3's values. */
export type BootMode = "UEFI" | "UEFISecureBoot" | "legacy";

/** How hardware is inspected: `agent` boots the deploy ramdisk; `fast` asks the BMC (Redfish only: no disk serials). */
export type InspectionMode = "agent" | "fast";

/** What Ironic may clean when a machine is deprovisioned. Metal3's values; Ironworks defaults to `disabled`. */
export type AutomatedCleaningMode = "disabled" | "metadata";

/**
 * What happens to a server when its resource is deleted. `detach` (default): nothing is touched, and ownership is given up.
 * `remove`: its node is deleted from Ironic. `powerOff`: its system is asked to shut down, and ownership is given up. The
 * last two are refused while a machine is on it. `HOST_ON_DESTROY` has all effects.
 */
export type HostOnDestroy = "detach" | "remove" | "powerOff";

/** The baseboard management controller of a host. */
export interface BmcSpec {
  /** Metal3's address grammar, e.g. `redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1`. */
  readonly address: string;
  /**
   * The address that the same server had before, in the same grammar. Wanted only where a changed `address` cannot be shown
   * to lead to the same server (IPMI, a BMC that lists neither NICs nor a serial number). Without effect afterwards.
   */
  readonly previousAddress?: string | undefined;
  /** Account of the BMC. `validateHost` wants it; it is optional where credentials stand elsewhere, e.g. in a Secret. */
  readonly username?: string | undefined;
  /** Its password; likewise. Secret. */
  readonly password?: string | undefined;
  /** Accept any certificate of the BMC. Default false. */
  readonly disableCertificateVerification?: boolean | undefined;
}

/** A physical server, in Metal3's names. */
export interface HostSpec {
  /** How its BMC is reached. */
  readonly bmc: BmcSpec;
  /** MAC of the NIC that boots the ramdisk. Needed by every driver that boots over the network. */
  readonly bootMACAddress?: string | undefined;
  /** Default `UEFI`. */
  readonly bootMode?: BootMode | undefined;
  /** CPU architecture, e.g. `x86_64` (default) or `aarch64`. */
  readonly architecture?: string | undefined;
  /** Which disk takes an operating system, for machines that do not say so themselves. */
  readonly rootDeviceHints?: RootDeviceHints | undefined;
  /** Wanted power state. Default: left as it is (Metal3's default is true, and would boot whatever is on the disk). */
  readonly online?: boolean | undefined;
  /** Default `disabled`, unlike Metal3's `metadata`: nothing is erased unless asked for. */
  readonly automatedCleaningMode?: AutomatedCleaningMode | undefined;
  /** Default `agent`. */
  readonly inspectionMode?: InspectionMode | undefined;
  /**
   * A new value inspects the host once more, and `hardware` follows. With `agent` the server is powered on and boots the
   * ramdisk, so it is refused while an operating system is on the host; with `fast` only the BMC is asked. Nothing is
   * written. A value that a host is declared with asks for nothing: it is inspected anyway.
   */
  readonly inspect?: string | undefined;
  /** What the server must have: checked after each inspection and before anything is written. */
  readonly expect?: HardwareExpectation | undefined;
  /** Enrol a server that is powered on and not ours. Default false: enrolment stops. */
  readonly takeover?: boolean | undefined;
  /** Take a server that exists already as it is: nobody's node, one that runs and is not in Ironic, or another stack's. */
  readonly adopt?: HostAdoption | undefined;
  /** Default `detach`. `remove` also deletes the node from Ironic, `powerOff` also shuts the server down; disks stay. */
  readonly onDestroy?: HostOnDestroy | undefined;
}
