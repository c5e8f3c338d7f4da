import { type HostSpec, parseBmcAddress } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { ApiVersion } from "../api/apiVersion.js";
import type { DriverDetails, Node } from "../api/node.js";
import { creationBody, fieldsPatch, mergeCapabilities, type NodeFields, nodeFields } from "./nodeFields.js";

const details: DriverDetails = {
  name: "redfish",
  enabled_boot_interfaces: ["ipxe", "redfish-virtual-media"],
  enabled_inspect_interfaces: ["agent", "redfish"],
  enabled_raid_interfaces: ["no-raid"],
  enabled_firmware_interfaces: ["redfish", "no-firmware"],
};

const spec: HostSpec = {
  bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", username: "admin", password: "s3cret" },
  bootMACAddress: "00:35:30:2a:ad:48",
};

function fields(more: Partial<HostSpec> = {}, minor = 115, other: Partial<DriverDetails> = {}): NodeFields {
  const whole = { ...spec, ...more };
  const address = parseBmcAddress(whole.bmc.address);
  if (!address.ok) {
    throw new Error(address.error.message);
  }
  const version = new ApiVersion("http://ironic", minor);
  return nodeFields(address.value, whole, undefined, { version, details: { ...details, ...other } });
}

describe("nodeFields", () => {
  it.each(["disabled", "metadata"] as const)("never cleans by itself: %s", (automatedCleaningMode) => {
    const body = creationBody(fields({ automatedCleaningMode }), { uuid: "u", name: "n", extra: {} }, "redfish");
    expect(body.automated_clean).toBe(false);
  });

  it("leaves out an optional interface that the endpoint has not enabled, and one its API does not know", () => {
    expect(fields().interfaces).toEqual({ boot_interface: "redfish-virtual-media", firmware_interface: "redfish" });
    expect(fields({ inspectionMode: "fast" }, 82).interfaces).toEqual({ boot_interface: "redfish-virtual-media" });
  });

  it("refuses what it cannot do without, by name", () => {
    expect(() => fields({}, 115, { enabled_boot_interfaces: ["ipxe"] })).toThrow(
      /driver has no boot interface `redfish-virtual-media` \(it has: ipxe\)/,
    );
    expect(() => fields({}, 82)).toThrow(/has no inspection by the deploy ramdisk/);
    expect(() => fields({}, 115, { enabled_inspect_interfaces: ["redfish"] })).toThrow(/no inspect interface `agent`/);
  });

  it("looks out of band only where that is enabled", () => {
    expect(fields().inspect).toEqual({ final: "agent", outOfBand: "redfish" });
    expect(fields({}, 115, { enabled_inspect_interfaces: ["agent"] }).inspect).toEqual({ final: "agent" });
  });
});

const live = (more: Partial<Node> = {}): Node => {
  const { driver, interfaces, driverInfo, properties } = fields();
  return {
    driver,
    ...interfaces,
    driver_info: { ...driverInfo, redfish_password: "******" },
    properties,
    automated_clean: false,
    provision_state: "active",
    ...more,
  } as unknown as Node;
};

describe("fieldsPatch", () => {
  it("writes the BMC's access with its real secrets, and nothing else where nothing else differs", () => {
    const patch = fieldsPatch(live(), fields());
    expect(patch.every(({ path }) => path.startsWith("/driver_info/"))).toBe(true);
    expect(patch).toContainEqual({ op: "add", path: "/driver_info/redfish_password", value: "s3cret" });
  });

  it("removes what we no longer say, and keeps what others added", () => {
    const driver_info = { ...live().driver_info, redfish_verify_ca: false, external_http_url: "http://x" };
    const removed = fieldsPatch(live({ driver_info }), fields()).filter(({ op }) => op === "remove");
    expect(removed).toEqual([{ op: "remove", path: "/driver_info/redfish_verify_ca" }]);
  });

  it("uses only paths that Ironic accepts, and never the whole of a map", () => {
    for (const { path } of fieldsPatch(live({ properties: {}, automated_clean: null }), fields())) {
      expect(path).toMatch(/^(\/[\w-]+)+$/);
      expect(["/driver_info", "/properties", "/extra"]).not.toContain(path);
    }
  });

  it("turns cleaning off on a node that was left open", () => {
    const patch = fieldsPatch(live({ automated_clean: null }), fields());
    expect(patch).toContainEqual({ op: "add", path: "/automated_clean", value: false });
  });

  it("changes interfaces where Ironic allows it, and refuses where it does not", () => {
    const other = { boot_interface: "ipxe" };
    const patch = fieldsPatch(live({ ...other, provision_state: "available" }), fields());
    expect(patch).toContainEqual({ op: "add", path: "/boot_interface", value: "redfish-virtual-media" });
    expect(() => fieldsPatch(live(other), fields())).toThrow(/Ironic cannot change in state `active`/);
  });
});

describe("mergeCapabilities", () => {
  it.each([
    [undefined, "boot_mode:uefi", "boot_mode:uefi"],
    ["boot_mode:bios", "boot_mode:uefi", "boot_mode:uefi"],
    ["profile:compute,boot_mode:bios, secure_boot:true", "boot_mode:uefi", "boot_mode:uefi,profile:compute"],
  ])("%s and %s make %s", (before, ours, merged) => {
    expect(mergeCapabilities(before, ours)).toBe(merged);
  });
});
