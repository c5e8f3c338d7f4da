import type {
  AutomatedCleaningMode,
  BootMode,
  HardwareExpectation,
  HostAdoption,
  HostOnDestroy,
  InspectionMode,
  RootDeviceHints,
} from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";
import type { Timeouts } from "../resource/timeouts.js";
import type { IronicApi } from "../route/ironicApi.js";

/** The baseboard management controller of a host. */
export interface BmcArgs {
  /**
   * Metal3's address grammar, e.g. `redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1` or `ipmi://10.0.1.2`. It is
   * the server's identity: the same BMC and system is the same server, whoever registers it.
   */
  readonly address: pulumi.Input<string>;
  /**
   * The address that the same server had before. Wanted only where a changed `address` cannot be shown to lead to the same
   * server (IPMI, a BMC that lists neither NICs nor a serial number). Without effect afterwards.
   */
  readonly previousAddress?: pulumi.Input<string | undefined> | undefined;
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
  /**
   * A new value inspects the host once more, and `hardware` follows. With `agent` the server is powered on and boots the
   * deploy ramdisk, so it is refused while an operating system is on the host; with `fast` only the BMC is asked. Nothing is
   * written. A value that a host is declared with asks for nothing: it is inspected anyway.
   *
   * @example
   * ```ts
   * const args = { inspect: "2026-11-03: two disks were added" };
   * ```
   */
  readonly inspect?: pulumi.Input<string | undefined> | undefined;
  /**
   * What the server must have: checked after each inspection and before anything is written. A number is exact; bounds are
   * `{ min, max }`.
   *
   * @example
   * ```ts
   * const args = { expect: { memoryGiB: { min: 64 }, disks: 3, manufacturer: "Dell" } };
   * ```
   */
  readonly expect?: pulumi.Input<HardwareExpectation | undefined> | undefined;
  /** Enrol a server that is powered on and not ours. Default false: enrolment stops. */
  readonly takeover?: pulumi.Input<boolean | undefined> | undefined;
  /**
   * Take a server that exists already as it is: no power, no inspection by the ramdisk, no cleaning, no write. Wanted once;
   * without effect on a host that this stack holds.
   *
   * @example
   * ```ts
   * // A node that somebody else enrolled, or a running server that is not in Ironic; Ironic or the BMC shows that it is this one.
   * const bySerial = { adopt: { serial: "CZ3042ABCD" } };
   * const byMacs = { adopt: { macs: ["52:54:00:ab:cd:ef"] } };
   * // Over IPMI nothing can be compared.
   * const atYourWord = { adopt: { unverified: true } };
   * // Another stack's host and the record of its machine, given up or not.
   * const fromStack = { adopt: { takeFrom: "acme/metal/old" } };
   * ```
   */
  readonly adopt?: pulumi.Input<HostAdoption | undefined> | undefined;
  /**
   * What deleting the resource does. Default `detach`: the server keeps running, node and disks stay. `powerOff` also shuts
   * it down, `remove` deletes the node; both are refused while a machine is on it. It must be applied before the delete.
   */
  readonly onDestroy?: pulumi.Input<HostOnDestroy | undefined> | undefined;
  /** How long each wait may take. Pulumi's `customTimeouts` has no effect on this resource. */
  readonly timeouts?: pulumi.Input<Timeouts | undefined> | undefined;
}
