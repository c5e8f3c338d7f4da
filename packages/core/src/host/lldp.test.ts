import fc from "fast-check";
import { expect, it } from "vitest";
import { lldpFromParsed, lldpFromTlvs } from "./lldp.js";

function text(value: string): string {
  return Buffer.from(value).toString("hex");
}

it("parsed by Ironic", () => {
  expect(
    lldpFromParsed({
      switch_chassis_id: "02:aa:bb:cc:dd:01",
      switch_system_name: "leaf-3",
      switch_port_id: "swp17",
      switch_port_untagged_vlan_id: 40,
      switch_port_mtu: 9216,
    }),
  ).toEqual({ switchId: "02:aa:bb:cc:dd:01", switchName: "leaf-3", portId: "swp17", vlan: 40 });
  expect(lldpFromParsed({ switch_port_untagged_vlan_id: 5000 })).toBeUndefined();
  expect(lldpFromParsed(null)).toBeUndefined();
});

it("raw TLVs", () => {
  expect(
    lldpFromTlvs([
      [1, "0402aabbccdd01"],
      [2, `05${text("swp17")}`],
      [3, "0078"],
      [5, text("leaf-3")],
      [127, "0080c2010028"],
      [127, "00120f0405dc"],
      [0, ""],
    ]),
  ).toEqual({ switchId: "02:aa:bb:cc:dd:01", switchName: "leaf-3", portId: "swp17", vlan: 40 });
});

it.each([
  [[[1, "05010a090807"]], { switchId: "10.9.8.7" }],
  [[[1, "050220010db8000000000000000000000007"]], { switchId: "2001:db8::7" }],
  [[[1, `07${text("chassis")}`]], { switchId: "chassis" }],
  [[[2, "0302aabbccdd01"]], { portId: "02:aa:bb:cc:dd:01" }],
  [[[2, "04010a090807"]], { portId: "10.9.8.7" }],
  [[[127, "0080c20100"]], undefined],
  [[[127, "0080c2010000"]], undefined],
  [[[1, "0409"]], undefined],
  [[[1, "05070a"]], undefined],
  [[[1, "zz"]], undefined],
  [[["1", 2], 3, null, []], undefined],
  ["nothing", undefined],
])("%j is %j", (tlvs, lldp) => {
  expect(lldpFromTlvs(tlvs)).toEqual(lldp);
});

it("no TLV makes it throw", () => {
  const hex = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("hex"));
  const tlv = fc.tuple(fc.constantFrom(1, 2, 5, 127), fc.oneof(hex, fc.string(), fc.anything()));
  fc.assert(
    fc.property(fc.array(tlv), (tlvs) => {
      const lldp = lldpFromTlvs(tlvs);
      if (lldp) {
        expect(Object.values(lldp)).not.toContain(undefined);
      }
    }),
  );
});
