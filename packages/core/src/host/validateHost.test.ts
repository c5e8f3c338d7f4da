import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Problem } from "../problem.js";
import { BMC_SCHEMES, bmcDriver } from "./bmcDrivers.js";
import type { HostSpec } from "./hostSpec.js";
import { readHost, validateHost, validateHosts } from "./validateHost.js";

const bmc = { address: "redfish-virtualmedia://10.9.8.7/redfish/v1/Systems/1", username: "root", password: "S3cret" };
const host: HostSpec = { bmc, bootMACAddress: "52:54:00:0a:00:01" };

function lines(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, resource, field, message, remedy }) =>
    [severity, resource, field, message, remedy].filter(Boolean).join(" "),
  );
}

function said(spec: unknown, unknown?: readonly string[]): string {
  return lines(validateHost(spec, { unknown })).join("\n");
}

function withAddress(address: unknown, more: object = {}): unknown {
  return { ...host, bmc: { ...bmc, address }, ...more };
}

it("the address is read along with the problems", () => {
  expect(readHost({ ...host, online: "yes" })).toMatchObject({
    address: { scheme: "redfish-virtualmedia", host: "10.9.8.7" },
    problems: [{ field: "online" }],
  });
  expect(readHost(withAddress("nonsense://x")).address).toBeUndefined();
  expect(readHost(host, { unknown: ["bmc"] })).toEqual({ address: undefined, problems: [] });
});

it.each<[string, unknown]>([
  ["the least", { bmc }],
  [
    "the most",
    {
      ...host,
      bmc: { ...bmc, disableCertificateVerification: true },
      bootMode: "UEFISecureBoot",
      architecture: "aarch64",
      rootDeviceHints: { serialNumber: "WD-A1" },
      online: true,
      automatedCleaningMode: "metadata",
      inspectionMode: "fast",
      takeover: false,
      onDestroy: "remove",
    },
  ],
  ["a bare IPMI host with its MAC", withAddress("10.9.8.7")],
])("%s is right", (_, spec) => {
  expect(said(spec)).toBe("");
});

describe("wrong, and how", () => {
  it.each<[unknown, RegExp]>([
    [undefined, /spec is not an object/],
    [{}, /bmc is missing/],
    [{ bmc: "10.9.8.7" }, /bmc is not an object/],
    [{ bmc: {} }, /bmc.address is missing.*\n.*bmc.username is missing.*\n.*bmc.password is missing/],
    [withAddress(undefined), /bmc.address is missing/],
    [withAddress(7), /bmc.address is not text/],
    [withAddress("redfsh://10.9.8.7"), /bmc.address has the unknown scheme `redfsh`. did you mean `redfish`/],
    [{ bmc: { ...bmc, username: "" } }, /bmc.username is missing/],
    [{ bmc: { ...bmc, password: 7 } }, /bmc.password is not text/],
    [{ bmc: { ...bmc, password: "S3cret\n" } }, /bmc.password holds a line break/],
    [{ bmc: { ...bmc, password: " S3cret" } }, /warning bmc.password begins or ends/],
    [{ bmc: { ...bmc, disableCertificateVerification: "yes" } }, /disableCertificateVerification is neither/],
    [
      { bmc: { ...bmc, address: "redfish-virtualmedia+http://bmc", disableCertificateVerification: true } },
      /warning .*has no effect/,
    ],
    [{ ...host, bootMACAddress: "52:54:00" }, /bootMACAddress is not a MAC/],
    [{ ...host, bootMACAddress: 7 }, /bootMACAddress is not text/],
    [withAddress("redfish-virtualmedia://10.9.8.7", { bootMACAddress: "" }), /warning bootMACAddress is empty/],
    [{ ...host, bootMode: "bios" }, /bootMode is not a known value/],
    [{ ...host, bootMode: "uefi" }, /did you mean `UEFI`/],
    [{ ...host, bootMode: 1 }, /bootMode is not text/],
    [withAddress("ipmi://10.9.8.7", { bootMode: "UEFISecureBoot" }), /bootMode is UEFISecureBoot, which `ipmi:\/\/`/],
    [withAddress("redfish-uefihttp://10.9.8.7", { bootMode: "legacy" }), /bootMode is legacy/],
    [withAddress("ipmi://10.9.8.7", { inspectionMode: "fast" }), /inspectionMode is fast, and `ipmi:\/\/`/],
    [{ ...host, inspectionMode: "disabled" }, /inspectionMode is not a known value/],
    [
      { ...host, inspectionMode: "fast", rootDeviceHints: { model: "x" } },
      /rootDeviceHints cannot be tried after fast/,
    ],
    [{ ...host, inspectionMode: "fast", rootDeviceHints: { serialNumber: "<in> x" } }, /cannot be tried after fast/],
    [{ ...host, automatedCleaningMode: "full" }, /automatedCleaningMode is not/],
    [{ ...host, onDestroy: "erase" }, /onDestroy is not a known value/],
    [{ ...host, online: "true" }, /online is neither true nor false/],
    [{ ...host, takeover: 1 }, /takeover is neither/],
    [{ ...host, architecture: "x86-64" }, /architecture is not the name/],
    [{ ...host, architecture: "riscv64" }, /warning architecture/],
    [{ ...host, rootDeviceHints: { serial: "x" } }, /rootDeviceHints.serial is not a known field/],
  ])("%j", (spec, words) => {
    expect(said(spec)).toMatch(words);
  });

  it.each(BMC_SCHEMES)("a MAC is missed where %s boots over the network", (scheme) => {
    const message = said({ bmc: { ...bmc, address: `${scheme}://10.9.8.7` } });
    expect(message.includes("bootMACAddress is missing")).toBe(bmcDriver(scheme).boots === "network");
  });

  it("everything at once, each with its field", () => {
    const spec = {
      bmc: { address: "x://y" },
      bootMACAddress: "z",
      bootMode: "q",
      online: 1,
      rootDeviceHints: { a: 1 },
    };
    expect(validateHost(spec).map(({ field }) => field)).toEqual([
      "bmc.address",
      "bmc.username",
      "bmc.password",
      "bootMACAddress",
      "bootMode",
      "rootDeviceHints.a",
      "online",
    ]);
  });

  it("no message repeats a credential", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("", "\n", " "), (text, end) => {
        const secret = `S3cret${text}${end}`;
        const spec = { bmc: { address: `redfish://${secret}:${secret}@bmc`, username: secret, password: secret } };
        expect(JSON.stringify(validateHost(spec))).not.toContain("S3cret");
      }),
    );
  });

  it("nothing makes it throw", () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.constantFrom("bmc", "bootMode", "online"), fc.anything()), (a, b) => {
        validateHost(a);
        validateHost(b);
        validateHost({ ...host, bmc: b, rootDeviceHints: a });
      }),
    );
  });
});

describe("what is not known yet", () => {
  it.each<[unknown, string[]]>([
    [{}, ["bmc"]],
    [{ bmc: { ...bmc, address: undefined } }, ["bmc.address"]],
    [{ bmc: { address: bmc.address } }, ["bmc.username", "bmc.password"]],
    [{ bmc: { ...bmc, address: "ipmi://10.9.8.7" } }, ["bootMACAddress"]],
    [{ ...host, rootDeviceHints: {} }, ["rootDeviceHints"]],
    [{ ...host, inspectionMode: "x", bootMode: "x" }, ["inspectionMode", "bootMode"]],
  ])("%j without %j", (spec, unknown) => {
    expect(said(spec)).not.toBe("");
    expect(said(spec, unknown)).toBe("");
  });
});

describe("between hosts", () => {
  function named(resource: string, address: string, bootMACAddress?: string) {
    return { resource, spec: { bmc: { ...bmc, address }, bootMACAddress } };
  }

  it("two on one BMC, however it is written", () => {
    expect(
      lines(
        validateHosts([
          named("node-0", "redfish://BMC.example/redfish/v1/Systems/1"),
          named("node-1", "redfish://bmc.example/redfish/v1/Systems/2"),
          named("node-2", "redfish-virtualmedia://bmc.example:443/redfish/v1/Systems/1/"),
        ]),
      ),
    ).toEqual([
      "error node-0 bmc.address is the BMC of `node-2` too (bmc.example:443/redfish/v1/Systems/1). each server is one host; two would fight over it",
      "error node-2 bmc.address is the BMC of `node-0` too (bmc.example:443/redfish/v1/Systems/1). each server is one host; two would fight over it",
    ]);
  });

  it("one MAC twice", () => {
    const problems = validateHosts([
      named("node-0", "10.9.8.7", "52:54:00:0A:00:01"),
      named("node-1", "10.9.8.8", "52-54-00-0a-00-01"),
      named("node-2", "10.9.8.9", "52:54:00:0a:00:02"),
    ]);
    expect(problems.map(({ resource, field }) => [resource, field])).toEqual([
      ["node-0", "bootMACAddress"],
      ["node-1", "bootMACAddress"],
    ]);
  });

  it("what is missing or unreadable is not compared", () => {
    expect(
      validateHosts([
        named("a", "x://y", "z"),
        named("b", "x://y", "z"),
        { resource: "c", spec: {} as HostSpec },
        { resource: "d", spec: {} as HostSpec },
      ]),
    ).toEqual([]);
  });

  it("any number of hosts on different BMCs is right", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.ipV4(), { maxLength: 30 }), (addresses) => {
        const hosts = addresses.map((address, index) => named(`node-${index}`, `ipmi://${address}`));
        expect(validateHosts(hosts)).toEqual([]);
        const [first] = hosts;
        if (first) {
          expect(validateHosts([...hosts, { ...first, resource: "twin" }])).toHaveLength(2);
        }
      }),
    );
  });
});

it("a host cannot be erased: that is asked of its machine, which knows what is on the disks", () => {
  expect(said({ ...host, onDestroy: "erase" })).toContain("onDestroy is not a known value.");
  for (const onDestroy of ["detach", "remove", "powerOff"]) {
    expect(said({ ...host, onDestroy })).toBe("");
  }
});
