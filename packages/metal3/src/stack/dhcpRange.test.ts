import { describe, expect, it } from "vitest";
import { isInNetwork, isInRange, parseDhcpRanges } from "./dhcpRange.js";
import { type IPAddress, parseIP } from "./ipAddress.js";

function ip(text: string): IPAddress {
  const address = parseIP(text);
  if (!address) {
    throw new Error(`${text} is not an address`);
  }
  return address;
}

describe("parseDhcpRanges", () => {
  it.each([
    ["172.22.0.10,172.22.0.100", undefined],
    ["172.22.0.10,172.22.0.100,255.255.255.0", 24],
    ["172.22.0.10,172.22.0.100,12h", undefined],
    ["set:pool,172.22.0.10,172.22.0.100,255.255.0.0,1h", 16],
    ["fd00::10,fd00::100,64", 64],
    ["fd00::10,fd00::100", undefined],
    ["10.0.0.5,10.0.0.5", undefined],
  ])("reads %s", (text, prefixLength) => {
    const { ranges, faults } = parseDhcpRanges(text);
    expect(faults).toEqual([]);
    expect(ranges).toHaveLength(1);
    expect(ranges[0]?.prefixLength).toBe(prefixLength);
  });

  it("reads several ranges", () => {
    expect(parseDhcpRanges("10.0.0.10,10.0.0.20;10.0.1.10,10.0.1.20,24").ranges).toHaveLength(2);
  });

  it.each([
    ["10.0.0.10", "first and a last"],
    ["10.0.0.10-10.0.0.20", "first and a last"],
    ["10.0.0.10,fd00::1", "mixes"],
    ["10.0.0.20,10.0.0.10", "ends before it begins"],
    ["10.0.0.10,10.0.0.20,255.0.255.0", "neither a netmask"],
    ["10.0.0.10,10.0.1.20,255.255.255.0", "leaves its network"],
    ["10.0.0.10,10.0.0.20;10.0.1.20,10.0.1.10", "ends before it begins"],
  ])("refuses %s", (text, message) => {
    const { faults } = parseDhcpRanges(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.message).toContain(message);
  });

  it("says both when a range is backwards and leaves its network", () => {
    expect(parseDhcpRanges("10.0.1.20,10.0.0.10,24").faults).toHaveLength(2);
  });
});

it("knows what a range and its network hold", () => {
  const [range] = parseDhcpRanges("10.0.20.100,10.0.20.199").ranges;
  const [masked] = parseDhcpRanges("10.0.20.100,10.0.20.199,255.255.254.0").ranges;
  const [six] = parseDhcpRanges("fd00:1::10,fd00:1::ff").ranges;
  if (!range || !masked || !six) {
    throw new Error("all are ranges");
  }
  expect(isInRange(range, ip("10.0.20.100"))).toBe(true);
  expect(isInRange(range, ip("10.0.20.200"))).toBe(false);
  expect(isInRange(range, ip("fd00::1"))).toBe(false);
  expect(isInNetwork(range, ip("10.0.20.99"))).toBe(true);
  expect(isInNetwork(range, ip("10.0.21.99"))).toBe(false);
  expect(isInNetwork(masked, ip("10.0.21.99"))).toBe(true);
  expect(isInNetwork(six, ip("fd00:1::1"))).toBe(true);
  expect(isInNetwork(six, ip("fd00:2::1"))).toBe(false);
});
