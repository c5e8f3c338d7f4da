import { describe, expect, it } from "vitest";
import { compareAdopted, type HostAdoption, isProof, validateAdoption } from "./hostAdoption.js";

const found = { nics: [{ name: "eno1", mac: "52:54:00:ab:cd:ef" }], vendor: { serialNumber: " cz3042 " } };
const mute = { nics: [], vendor: {} };

describe("what `adopt` names", () => {
  it.each<[HostAdoption, "same" | "different", boolean]>([
    [{ serial: "CZ3042" }, "same", true],
    [{ serial: "CZ3043" }, "different", true],
    [{ macs: ["52-54-00-AB-CD-EF"] }, "same", true],
    [{ macs: ["52:54:00:ab:cd:ef", "52:54:00:ab:cd:ee"] }, "different", true],
  ])("%j is %s", (adopt, verdict, proof) => {
    expect(compareAdopted(adopt, found)).toBe(verdict);
    expect(compareAdopted(adopt, mute)).toBe("unknown");
    expect(isProof(adopt)).toBe(proof);
  });

  it("a stack's name proves nothing of a server", () => {
    expect(compareAdopted({ takeFrom: "a/b/c" }, found)).toBe("unknown");
    expect(isProof({ takeFrom: "a/b/c" })).toBe(false);
    expect(isProof({ unverified: true })).toBe(true);
  });

  it.each([
    [undefined, []],
    [{ serial: "CZ3042", takeFrom: "acme/metal/old" }, []],
    [{ macs: ["52:54:00:ab:cd:ef"] }, []],
    [{ unverified: true }, []],
    [{ takeFrom: "acme/metal/old" }, []],
    ["CZ3042", ["adopt is not an object."]],
    [{}, ["adopt names nothing that a server could be known by."]],
    [{ serial: "a", unverified: true }, ["adopt has both `serial` and `unverified`."]],
    [{ serial: " " }, ["adopt.serial is not text."]],
    [{ macs: [] }, ["adopt.macs is not a list of MACs."]],
    [{ macs: ["52:54"] }, ["adopt.macs[0] is not a MAC address."]],
    [{ macs: [1] }, ["adopt.macs[0] is not text."]],
    [{ unverified: false }, ["adopt.unverified is not `true`."]],
    [{ takeFrom: "old" }, ["adopt.takeFrom is not the name of an owner."]],
    [{ serial: "a", takefrom: "a/b/c" }, ["adopt.takefrom is not a known field."]],
  ])("%j is judged", (adopt, problems) => {
    expect(validateAdoption(adopt).map(({ field, message }) => `${field} ${message}`)).toEqual(problems);
  });
});
