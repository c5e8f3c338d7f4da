import type { Hardware, Nic } from "@ironworks/core";
import { describe, expect, it } from "vitest";
import { compareServers } from "./bmcMove.js";

function hardware(macs: readonly string[], serialNumber?: string): Hardware {
  const nics = macs.map((mac, index): Nic => ({ name: `eno${index}`, mac }));
  return {
    source: "agent",
    cpu: { architecture: "x86_64", count: 1 },
    memoryGiB: 1,
    storage: [],
    nics,
    vendor: { serialNumber },
  };
}

const A = "00:35:30:2a:ad:48";
const B = "00:35:30:2a:ad:49";

describe("compareServers", () => {
  it.each<[string, Hardware, Hardware, ReturnType<typeof compareServers>]>([
    ["a MAC that both have", hardware([A, B]), hardware([A.toUpperCase()]), "same"],
    [
      "a MAC that both have, beside serial numbers that firmware changed",
      hardware([A], "1"),
      hardware([A], "2"),
      "same",
    ],
    [
      "no MAC in common, the same serial number: all cards were exchanged",
      hardware([A], "CZ1"),
      hardware([B], "cz1 "),
      "same",
    ],
    ["no MAC in common, other serial numbers", hardware([A], "1"), hardware([B], "2"), "different"],
    ["no MAC in common, one serial number", hardware([A], "1"), hardware([B]), "different"],
    ["a BMC that lists no NICs, the same serial number", hardware([A], "1"), hardware([], "1"), "same"],
    ["a BMC that lists no NICs, another serial number", hardware([A], "1"), hardware([], "2"), "different"],
    ["a BMC that says nothing", hardware([A], "1"), hardware([]), "unknown"],
    ["nothing known", hardware([]), hardware([A], "1"), "unknown"],
    ["a serial number of blanks", hardware([], " "), hardware([], " "), "unknown"],
  ])("%s", (_title, known, found, verdict) => expect(compareServers(known, found)).toBe(verdict));
});
