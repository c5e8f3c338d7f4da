import { expect, it } from "vitest";
import { type Declaration, problemsBetween } from "./problemsBetween.js";

const host = (name: string, address: unknown, bootMACAddress?: string): Declaration => ({
  kind: "BareMetalHost",
  name,
  values: { bmc: { address }, bootMACAddress },
  unknown: [],
});
const machine = (name: string, hostName: string): Declaration => ({
  kind: "ProvisionedMachine",
  name,
  values: { hostName },
  unknown: [],
});
const route = (name: string, endpoint: string): Declaration => ({
  kind: "ironicApi",
  name,
  values: { endpoint },
  unknown: [],
});
const found = (earlier: Declaration[], added: Declaration[]): string[] =>
  problemsBetween(earlier, added).map(({ resource, field, message }) => `${resource}: ${field} ${message}`);

it("finds two hosts on one BMC, however it is written", () => {
  const first = host("a", "redfish://10.0.1.2/redfish/v1/Systems/1");
  const same = host("b", "redfish-virtualmedia+https://10.0.1.2:443/redfish/v1/Systems/1/");
  const problem = (name: string, other: string) =>
    `${name}: bmc.address is the BMC of \`${other}\` too (10.0.1.2:443/redfish/v1/Systems/1).`;
  expect(found([], [first, same])).toEqual([problem("a", "b"), problem("b", "a")]);
  expect(found([first], [same])).toEqual([problem("b", "a")]);
  expect(found([], [first, host("b", "redfish://10.0.1.2/redfish/v1/Systems/2")])).toEqual([]);
});

it("one BMC address at two sites is two servers; a MAC address is in one", () => {
  const at = (site: string, name: string, mac: string): Declaration => {
    const declared = host(name, "redfish://10.0.1.2/redfish/v1/Systems/1", mac);
    return { ...declared, values: { ...declared.values, site } };
  };
  const [one, other] = ["00:35:30:2a:ad:48", "00:35:30:2a:ad:49"] as const;
  expect(found([], [at("a:6385", "a", one), at("b:6385", "b", other)])).toEqual([]);
  expect(found([], [at("a:6385", "a", one), at("a:6385", "b", other)])).toEqual([
    "a: bmc.address is the BMC of `b` too (10.0.1.2:443/redfish/v1/Systems/1).",
    "b: bmc.address is the BMC of `a` too (10.0.1.2:443/redfish/v1/Systems/1).",
  ]);
  expect(found([], [at("a:6385", "a", one), at("b:6385", "b", one)])).toHaveLength(2);
});

it("finds two hosts with one MAC address, however it is written", () => {
  expect(found([], [host("a", undefined, "00:35:30:2A:AD:48"), host("b", undefined, "00-35-30-2a-ad-48")])).toEqual([
    "a: bootMACAddress is the MAC of `b` too (00:35:30:2a:ad:48).",
    "b: bootMACAddress is the MAC of `a` too (00:35:30:2a:ad:48).",
  ]);
});

it("finds two machines on one host, and names used twice", () => {
  expect(found([machine("web", "node-0")], [machine("db", "node-0"), machine("web", "node-1")])).toEqual([
    "web: name is the name of two machines of this program.",
    "db: host already carries the machine `web`.",
  ]);
  expect(found([], [host("a", undefined), host("a", undefined)])).toEqual([
    "a: name is the name of two hosts of this program.",
  ]);
});

it("finds one route name for two endpoints, but not the same endpoint twice", () => {
  expect(found([route("site-a", "https://one")], [route("site-a", "https://two")])).toEqual([
    "site-a: name is the name of two different endpoints.",
  ]);
  expect(found([route("site-a", "https://one")], [route("site-a", "https://one")])).toEqual([]);
});

it("says nothing of what is not known or cannot be read", () => {
  expect(
    found([], [host("a", undefined), host("b", undefined), host("c", "gopher://x"), host("d", "gopher://x")]),
  ).toEqual([]);
});
