import type { LabStatus } from "@ironworks/lab";
import { describe, expect, it } from "vitest";
import { pruneText, statusText } from "./labText.js";

const BMC = "redfish-virtualmedia+https://127.0.0.1:40123/redfish/v1/Systems/5a4d8a3e-0000-4000-8000-000000000001";
const STATUS: LabStatus = {
  name: "default",
  pid: 1,
  since: "2026-11-28T06:00:00.000Z",
  endpoint: "http://127.0.0.1:40001",
  credentialsFile: "/tmp/ironworks-lab-AbCdEf/credentials.json",
  caFile: "/tmp/ironworks-lab-AbCdEf/secrets/bmc.crt",
  folder: "/tmp/ironworks-lab-AbCdEf",
  logs: "/tmp/ironworks-lab-AbCdEf/logs",
  hosts: [
    {
      name: "node-0",
      bmcAddress: BMC,
      bootMACAddress: "02:1a:b0:00:00:01",
      power: "off",
      cpus: 32,
      memoryGiB: 128,
      disks: [],
    },
  ],
  images: [
    { url: "http://127.0.0.1:40002/images/a.raw", checksum: `sha256:${"0".repeat(64)}`, format: "raw" } as never,
  ],
  ramdisk: { iso: "http://127.0.0.1:40002/ramdisk/ipa.iso", kernel: "", initramfs: "" },
  faults: [],
};

describe("the status of a lab", () => {
  it("fits into 80 columns, save the address of a BMC, which has a line of its own", () => {
    const lines = statusText(STATUS, 80).split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([BMC]);
  });

  it("says where the credentials lie and what they look like", () => {
    const text = statusText(STATUS, 80);
    expect(text).toContain(STATUS.credentialsFile);
    expect(text).toContain('"bmcs": { "<host>": { "username", "password" } }');
  });
});

describe("what prune says", () => {
  it("lists what went, and the sum", () => {
    expect(pruneText([], false)).toBe("Nothing to remove.");
    const items = [{ path: "/cache/ironic-1", bytes: 280 * 2 ** 20 }];
    expect(pruneText(items, false)).toBe("  280 MiB  /cache/ironic-1\nFreed 280 MiB.");
    expect(pruneText(items, true)).toMatch(/Would free 280 MiB/);
  });
});
