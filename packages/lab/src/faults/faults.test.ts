import { beforeEach, describe, expect, it } from "vitest";
import type { BmcTrouble, EmulatedBmc } from "../bmc/emulatedBmc.js";
import { LabError } from "../error.js";
import { FAULTS } from "./faultCatalogue.js";
import { LabFaults } from "./faults.js";

describe("faults", () => {
  let calls: string[];
  let faults: LabFaults;

  beforeEach(() => {
    calls = [];
    const bmc = (host: string): EmulatedBmc => ({
      spec: { address: "", username: "", password: "", disableCertificateVerification: true },
      powerOff: async () => undefined,
      setTrouble: async (trouble: BmcTrouble | undefined) => void calls.push(`${host} ${trouble ?? "well"}`),
      setDelay: (milliseconds) => void calls.push(`${host} delay ${milliseconds}`),
      close: async () => undefined,
    });
    faults = new LabFaults(["node-0", "node-1"]);
    faults.attach({
      bmc,
      killConductor: async () => void calls.push("killed"),
      restartConductor: async () => void calls.push("restarted"),
      reserve: async (host, held) => void calls.push(`${host} ${held ? "reserved" : "released"}`),
      lockDatabase: async () => {
        calls.push("locked");
        return async () => void calls.push("unlocked");
      },
    });
  });

  it("are of one host", async () => {
    await faults.on("agent-silent", { host: "node-1" });
    expect(faults.find("agent-silent", "node-1")).toEqual({});
    expect(faults.find("agent-silent", "node-0")).toBeUndefined();
    await faults.off("agent-silent", { host: "node-1" });
    expect(faults.find("agent-silent", "node-1")).toBeUndefined();
  });

  it("are of all hosts where none is named, and can then go off on one", async () => {
    await faults.on("image-404");
    expect(faults.find("image-404", undefined)).toEqual({});
    await faults.off("image-404", { host: "node-0" });
    expect(faults.active()).toEqual([{ name: "image-404", host: "node-1", options: {} }]);
    expect(faults.find("image-404", undefined)).toBeUndefined();
  });

  it("have settings with defaults", async () => {
    await faults.on("agent-step-fails", { host: "node-0", message: "no" });
    expect(faults.find("agent-step-fails", "node-0")).toEqual({ step: "write_image", message: "no" });
    await faults.on("image-slow", { host: "node-0", bytesPerSecond: "1000" });
    expect(faults.find("image-slow", "node-0")).toEqual({ bytesPerSecond: 1000 });
  });

  it("act on the BMC, one trouble at a time", async () => {
    await faults.on("bmc-refused", { host: "node-0" });
    await faults.on("bmc-hanging", { host: "node-0" });
    expect(faults.active().map((fault) => fault.name)).toEqual(["bmc-hanging"]);
    await faults.off("bmc-refused", { host: "node-0" });
    await faults.off("bmc-hanging");
    expect(calls).toEqual(["node-0 refused", "node-0 hanging", "node-0 well"]);
  });

  it("act on Ironic", async () => {
    await faults.on("conductor-killed");
    await faults.off("conductor-killed");
    await faults.off("conductor-killed");
    await faults.on("node-reserved", { host: "node-1" });
    await faults.off("node-reserved");
    await faults.on("database-locked");
    await faults.off("database-locked");
    expect(calls).toEqual(["killed", "restarted", "node-1 reserved", "node-1 released", "locked", "unlocked"]);
  });

  it.each([
    ["LAB_UNKNOWN_FAULT", "no-such", {}],
    ["LAB_UNKNOWN_HOST", "bmc-refused", { host: "node-7" }],
    ["LAB_BAD_FAULT_OPTION", "conductor-killed", { host: "node-0" }],
    ["LAB_BAD_FAULT_OPTION", "image-404", { delayMs: 3 }],
    ["LAB_BAD_FAULT_OPTION", "image-slow", { bytesPerSecond: "much" }],
  ])("%s: %s", async (code, name, request) => {
    const error = await faults.on(name, request).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code });
    expect(faults.active()).toEqual([]);
    expect(calls).toEqual([]);
  });

  it("are not on where they could not be switched on", async () => {
    const broken = new Error("no such trouble");
    faults.attach({
      bmc: () => {
        throw broken;
      },
      killConductor: () => Promise.reject(broken),
      restartConductor: async () => undefined,
      reserve: async () => undefined,
      lockDatabase: async () => async () => undefined,
    });
    await expect(faults.on("bmc-refused")).rejects.toBe(broken);
    await expect(faults.on("conductor-killed")).rejects.toBe(broken);
    expect(faults.active()).toEqual([]);
  });

  it("each say what they do", () => {
    for (const [name, kind] of Object.entries(FAULTS)) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(kind.summary.length).toBeGreaterThan(10);
    }
  });
});
