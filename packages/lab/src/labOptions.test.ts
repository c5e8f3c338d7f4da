import { describe, expect, it } from "vitest";
import { emulatorGroups } from "./bmc/startBmcs.js";
import { HOST_SHAPES } from "./host/hostShape.js";
import { resolveOptions } from "./labOptions.js";

describe("options of a lab", () => {
  it("take the shapes in turn, IPMI hosts after the others", () => {
    const { redfishShapes, ipmiShapes } = resolveOptions({ hosts: 4, ipmiHosts: 1 });
    expect(redfishShapes.map((shape) => shape.cpus)).toEqual([32, 48, 8, 32]);
    expect(ipmiShapes.map((shape) => shape.cpus)).toEqual([48]);
  });

  it("have exactly one NVMe disk of at least 400 GiB each, beside a smaller one", () => {
    for (const { disks } of HOST_SHAPES) {
      const nvme = disks.filter(({ type }) => type === "NVME");
      expect(nvme).toHaveLength(2);
      expect(nvme.filter(({ sizeGiB }) => sizeGiB >= 400)).toHaveLength(1);
    }
  });

  it("are two Redfish hosts behind HTTP basic authentication by default", () => {
    expect(resolveOptions({})).toMatchObject({
      redfishShapes: HOST_SHAPES.slice(0, 2),
      ipmiShapes: [],
      auth: "http_basic",
    });
  });

  it.each([
    [{ hosts: -1 }, "`hosts` must be a whole number"],
    [{ hosts: 1.5 }, "`hosts` must be a whole number"],
    [{ hosts: 0 }, "at least one host"],
    [{ hosts: [{ cpus: 1, memoryGiB: 1, disks: [], nicSpeedsMbps: [] }] }, "no network interface"],
    [
      { hosts: [{ cpus: 1, memoryGiB: 1, disks: [{ type: "SSD" as const, sizeGiB: 0 }], nicSpeedsMbps: [1] }] },
      "sizeGiB",
    ],
    [{ ironic: { timeouts: { deploySeconds: 0 } } }, "deploySeconds"],
    [{ ironic: { version: "21.4.4" as "29.0.6" } }, "`ironic.version` must be one of 39.0.0, 35.0.1, 29.0.6"],
  ])("are refused: %j", (options, words) => {
    expect(() => resolveOptions(options)).toThrow(words);
  });

  it("give each of up to eight hosts a BMC process of its own, and more hosts a shared one", () => {
    expect(emulatorGroups([1, 2, 3, 4, 5, 6, 7, 8])).toHaveLength(8);
    expect(emulatorGroups([1, 2, 3, 4, 5, 6, 7, 8, 9])).toHaveLength(1);
  });
});
