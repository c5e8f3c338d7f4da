import { describe, expect, it } from "vitest";
import type { IpaImage } from "../image/ipaImage.js";
import { type BmcAddress, parseBmcAddress } from "./bmcAddress.js";
import { BMC_SCHEMES } from "./bmcDrivers.js";
import { DRIVER_INFO_KEYS, driverInfoFor, nodeInterfacesFor, nodePropertiesFor } from "./driverInfo.js";
import type { BmcSpec } from "./hostSpec.js";

const iso: IpaImage = { kind: "ipa-image", media: "iso", iso: "http://images.example/ipa.iso" };
const kernel: IpaImage = {
  kind: "ipa-image",
  media: "kernel-initramfs",
  kernel: "http://images.example/ipa.kernel",
  initramfs: "http://images.example/ipa.initramfs",
};

function parsed(text: string): BmcAddress {
  const address = parseBmcAddress(text);
  if (!address.ok) {
    throw new Error(address.error.message);
  }
  return address.value;
}

function info(address: string, bmc: Partial<BmcSpec> = {}, ramdisk?: IpaImage) {
  return driverInfoFor(parsed(address), { bmc: { address, ...bmc } }, ramdisk);
}

describe("driver_info", () => {
  it("redfish, with everything", () => {
    expect(
      info(
        "redfish-virtualmedia+http://bmc:8000/redfish/v1/Systems/1",
        { username: "root", password: "p w", disableCertificateVerification: true },
        iso,
      ),
    ).toEqual({
      redfish_address: "http://bmc:8000",
      redfish_system_id: "/redfish/v1/Systems/1",
      redfish_username: "root",
      redfish_password: "p w",
      redfish_verify_ca: false,
      deploy_iso: "http://images.example/ipa.iso",
    });
  });

  it("redfish without a system id or a port leaves both to the server", () => {
    expect(info("redfish://[2001:db8::7]/redfish/v1", {}, kernel)).toEqual({
      redfish_address: "https://[2001:db8::7]",
      deploy_kernel: "http://images.example/ipa.kernel",
      deploy_ramdisk: "http://images.example/ipa.initramfs",
    });
  });

  it("ipmi, where a certificate has no meaning", () => {
    expect(
      info("libvirt://10.9.8.7:6233", { username: "a", password: "b", disableCertificateVerification: true }),
    ).toEqual({
      ipmi_address: "10.9.8.7",
      ipmi_port: 6233,
      ipmi_priv_level: "ADMINISTRATOR",
      ipmi_username: "a",
      ipmi_password: "b",
    });
    expect(info("[2001:db8::7]")).toEqual({
      ipmi_address: "2001:db8::7",
      ipmi_port: 623,
      ipmi_priv_level: "ADMINISTRATOR",
    });
  });

  it("writes no key that an update would not know", () => {
    const bmc = { username: "a", password: "b", disableCertificateVerification: true };
    for (const scheme of BMC_SCHEMES) {
      for (const ramdisk of [iso, kernel]) {
        for (const key of Object.keys(info(`${scheme}://bmc`, bmc, ramdisk))) {
          expect(DRIVER_INFO_KEYS).toContain(key);
        }
      }
    }
  });
});

describe("interfaces", () => {
  it.each<[string, "agent" | "fast", Record<string, string>]>([
    ["ipmi", "fast", { driver: "ipmi", boot_interface: "ipxe", raid_interface: "no-raid", inspect_interface: "agent" }],
    [
      "redfish-virtualmedia",
      "fast",
      {
        driver: "redfish",
        boot_interface: "redfish-virtual-media",
        firmware_interface: "redfish",
        raid_interface: "redfish",
        inspect_interface: "redfish",
      },
    ],
    [
      "redfish-uefihttp",
      "agent",
      {
        driver: "redfish",
        boot_interface: "redfish-https",
        firmware_interface: "redfish",
        raid_interface: "redfish",
        inspect_interface: "agent",
      },
    ],
    [
      "idrac-virtualmedia",
      "agent",
      {
        driver: "idrac",
        bios_interface: "idrac-redfish",
        boot_interface: "idrac-redfish-virtual-media",
        firmware_interface: "redfish",
        management_interface: "idrac-redfish",
        power_interface: "idrac-redfish",
        raid_interface: "idrac-redfish",
        vendor_interface: "idrac-redfish",
        inspect_interface: "agent",
      },
    ],
  ])("of %s inspected by %s", (scheme, inspectionMode, fields) => {
    expect(nodeInterfacesFor(parsed(`${scheme}://bmc`), { inspectionMode })).toEqual(fields);
  });
});

it("properties", () => {
  expect(nodePropertiesFor({})).toEqual({ capabilities: "boot_mode:uefi", cpu_arch: "x86_64" });
  expect(nodePropertiesFor({ bootMode: "UEFISecureBoot", architecture: "aarch64" })).toEqual({
    capabilities: "boot_mode:uefi,secure_boot:true",
    cpu_arch: "aarch64",
  });
  expect(nodePropertiesFor({ bootMode: "legacy" }).capabilities).toBe("boot_mode:bios");
});
