import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBmcAddress } from "./bmcAddress.js";
import { driverInfoFor } from "./driverInfo.js";
import { canonicalBmcEndpoint, canonicalEndpointOfDriverInfo, NODE_NAMESPACE, nodeUuid } from "./nodeIdentity.js";

function canonical(text: string): string {
  const address = parseBmcAddress(text);
  if (!address.ok) {
    throw new Error(address.error.message);
  }
  return canonicalBmcEndpoint(address.value);
}

it.each([
  ["redfish://BMC-1.Example/redfish/v1/Systems/1", "bmc-1.example:443/redfish/v1/Systems/1"],
  ["redfish+http://10.9.8.7", "10.9.8.7:80"],
  ["redfish+http://10.9.8.7:8000/redfish/v1", "10.9.8.7:8000"],
  ["redfish://[2001:DB8:0:0::7]/redfish/v1/Systems/a", "[2001:db8::7]:443/redfish/v1/Systems/a"],
  ["10.9.8.7", "10.9.8.7:623"],
  ["ipmi://10.9.8.7?privilegelevel=USER", "10.9.8.7:623"],
])("%s is %s", (text, endpoint) => {
  expect(canonical(text)).toBe(endpoint);
});

it("how a server is driven does not change which server it is", () => {
  const path = "10.9.8.7:443/redfish/v1/Systems/1/";
  const spellings = ["redfish", "redfish-virtualmedia", "redfish-uefihttp", "idrac-virtualmedia", "ilo5-redfish"];
  expect(new Set(spellings.map((scheme) => canonical(`${scheme}://${path}`))).size).toBe(1);
});

it("the case of a system id counts: Redfish distinguishes systems by it", () => {
  expect(canonical("redfish://bmc/redfish/v1/Systems/A")).not.toBe(canonical("redfish://bmc/redfish/v1/Systems/a"));
});

describe("node uuid", () => {
  it("is frozen: a change would enrol every server a second time", () => {
    expect(NODE_NAMESPACE).toBe("c1f2f0d4-6b0b-4d3c-9a52-7f6d0e5b8a31");
    expect(nodeUuid("10.9.8.7:443/redfish/v1/Systems/1")).toBe("8c159d32-8a20-5ccf-a265-4d6f13958066");
  });
});

describe("an existing node's driver_info", () => {
  const host = fc.oneof(fc.ipV4(), fc.domain(), fc.constant("[2001:db8::7]"));
  const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
  const address = fc
    .tuple(
      fc.constantFrom("redfish", "redfish+http", "idrac-virtualmedia", "redfish-uefihttp"),
      host,
      port,
      fc.constantFrom("", "/redfish/v1", "/redfish/v1/Systems/Node.1"),
    )
    .map(([scheme, name, number, path]) => `${scheme}://${name}${number ? `:${number}` : ""}${path}`);
  const ipmi = fc.tuple(host, port).map(([name, number]) => `ipmi://${name}${number ? `:${number}` : ""}`);

  it("leads back to the endpoint it was made from", () => {
    fc.assert(
      fc.property(fc.oneof(address, ipmi), (text) => {
        const parsed = parseBmcAddress(text);
        if (!parsed.ok) {
          throw new Error(parsed.error.message);
        }
        const info = driverInfoFor(parsed.value, { bmc: { address: text, username: "u", password: "p" } });
        expect(canonicalEndpointOfDriverInfo(info)).toBe(canonicalBmcEndpoint(parsed.value));
      }),
    );
  });

  it.each<[Record<string, unknown>, string | undefined]>([
    [{ redfish_address: "10.9.8.7" }, "10.9.8.7:443"],
    [{ redfish_address: "HTTPS://BMC/", redfish_system_id: "redfish/v1/Systems/1" }, "bmc:443/redfish/v1/Systems/1"],
    [{ ipmi_address: "10.9.8.7", ipmi_port: "6230" }, "10.9.8.7:6230"],
    [{ ipmi_address: "10.9.8.7", ipmi_port: "" }, "10.9.8.7:623"],
    [{ ipmi_address: "not a host" }, undefined],
    [{ snmp_address: "10.9.8.7" }, undefined],
    [{ redfish_address: 7 }, undefined],
  ])("%j is %s", (info, endpoint) => {
    expect(canonicalEndpointOfDriverInfo(info)).toBe(endpoint);
  });
});
