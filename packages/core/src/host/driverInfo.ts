import type { IpaImage } from "../image/ipaImage.js";
import { type BmcAddress, bmcPort, bracketed } from "./bmcAddress.js";
import { bmcDriver } from "./bmcDrivers.js";
import type { BootMode, HostSpec } from "./hostSpec.js";

/** Ironic's `driver_info`. Holds the BMC's password: secret as a whole. */
export type DriverInfo = Readonly<Record<string, string | number | boolean>>;

/**
 * Ironic's `driver_info` of a host. Credentials are taken as given. The ramdisk is left to the server's own
 * configuration where there is none; whether the driver can boot it is `validateRamdisk`'s question.
 */
export function driverInfoFor(
  address: BmcAddress,
  spec: Pick<HostSpec, "bmc">,
  ramdisk?: IpaImage | undefined,
): DriverInfo {
  return { ...bmcInfo(address, spec.bmc), ...ramdiskInfo(ramdisk) };
}

function bmcInfo(address: BmcAddress, bmc: HostSpec["bmc"]): DriverInfo {
  if (address.family === "ipmi") {
    return {
      ipmi_address: address.host,
      ipmi_port: bmcPort(address),
      ipmi_priv_level: address.privilegeLevel ?? "ADMINISTRATOR",
      ...given("ipmi_username", bmc.username),
      ...given("ipmi_password", bmc.password),
    };
  }
  const port = address.port === undefined ? "" : `:${address.port}`;
  return {
    redfish_address: `${address.transport}://${bracketed(address.host)}${port}`,
    ...given("redfish_system_id", address.systemId),
    ...given("redfish_username", bmc.username),
    ...given("redfish_password", bmc.password),
    ...(bmc.disableCertificateVerification === true && { redfish_verify_ca: false }),
  };
}

function ramdiskInfo(ramdisk: IpaImage | undefined): DriverInfo {
  if (!ramdisk) {
    return {};
  }
  if (ramdisk.media === "iso") {
    return { deploy_iso: ramdisk.iso };
  }
  return { deploy_kernel: ramdisk.kernel, deploy_ramdisk: ramdisk.initramfs };
}

function given(key: string, value: string | undefined): DriverInfo {
  return value === undefined ? {} : { [key]: value };
}

/** Keys of `driver_info` that {@link driverInfoFor} may write: what an update may change or remove. */
export const DRIVER_INFO_KEYS: readonly string[] = [
  "ipmi_address",
  "ipmi_port",
  "ipmi_priv_level",
  "ipmi_username",
  "ipmi_password",
  "redfish_address",
  "redfish_system_id",
  "redfish_username",
  "redfish_password",
  "redfish_verify_ca",
  "deploy_iso",
  "deploy_kernel",
  "deploy_ramdisk",
];

/** The driver and interface fields of an Ironic node; an interface that the table leaves open is absent. */
export function nodeInterfacesFor(
  address: BmcAddress,
  spec: Pick<HostSpec, "inspectionMode">,
): Readonly<Record<string, string>> {
  const { driver, interfaces, outOfBandInspect } = bmcDriver(address.scheme);
  const inspect = spec.inspectionMode === "fast" ? (outOfBandInspect ?? "agent") : "agent";
  const fields: Record<string, string> = { driver, inspect_interface: inspect };
  for (const [name, value] of Object.entries(interfaces)) {
    if (value !== undefined) {
      fields[`${name}_interface`] = value;
    }
  }
  return fields;
}

const BOOT_CAPABILITIES: Readonly<Record<BootMode, string>> = {
  UEFI: "boot_mode:uefi",
  UEFISecureBoot: "boot_mode:uefi,secure_boot:true",
  legacy: "boot_mode:bios",
};

/** The node's `properties` that a host spec decides. */
export function nodePropertiesFor(spec: Pick<HostSpec, "bootMode" | "architecture">): {
  readonly capabilities: string;
  readonly cpu_arch: string;
} {
  return { capabilities: BOOT_CAPABILITIES[spec.bootMode ?? "UEFI"], cpu_arch: spec.architecture ?? "x86_64" };
}
