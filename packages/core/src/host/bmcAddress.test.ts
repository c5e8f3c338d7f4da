import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BmcAddress, bmcPort, formatBmcAddress, type IpmiPrivilegeLevel, parseBmcAddress } from "./bmcAddress.js";
import { BMC_SCHEMES, bmcDriver, type IpmiScheme, type RedfishScheme } from "./bmcDrivers.js";

function parsed(text: string): BmcAddress {
  const result = parseBmcAddress(text);
  if (!result.ok) {
    throw new Error(`${text}: ${result.error.message}`);
  }
  return result.value;
}

function refused(text: string): string {
  const result = parseBmcAddress(text);
  if (result.ok) {
    throw new Error(`${text} was accepted as ${formatBmcAddress(result.value)}`);
  }
  return `${result.error.message} ${result.error.remedy}`;
}

describe("accepted", () => {
  it.each<[string, BmcAddress]>([
    ["10.9.8.7", { family: "ipmi", scheme: "ipmi", host: "10.9.8.7" }],
    ["bmc-a.rack3.example", { family: "ipmi", scheme: "ipmi", host: "bmc-a.rack3.example" }],
    ["10.9.8.7:6230", { family: "ipmi", scheme: "ipmi", host: "10.9.8.7", port: 6230 }],
    ["[2001:DB8:0::7]:6230", { family: "ipmi", scheme: "ipmi", host: "2001:db8::7", port: 6230 }],
    ["[2001:db8::7]", { family: "ipmi", scheme: "ipmi", host: "2001:db8::7" }],
    ["ipmi:10.9.8.7", { family: "ipmi", scheme: "ipmi", host: "10.9.8.7" }],
    ["IPMI://BMC-A/", { family: "ipmi", scheme: "ipmi", host: "bmc-a" }],
    [
      "ipmi://10.9.8.7?privilegelevel=operator",
      { family: "ipmi", scheme: "ipmi", host: "10.9.8.7", privilegeLevel: "OPERATOR" },
    ],
    ["libvirt://10.9.8.1:6233", { family: "ipmi", scheme: "libvirt", host: "10.9.8.1", port: 6233 }],
    ["redfish://10.9.8.7", { family: "redfish", scheme: "redfish", transport: "https", host: "10.9.8.7" }],
    ["redfish://10.9.8.7/redfish/v1/", { family: "redfish", scheme: "redfish", transport: "https", host: "10.9.8.7" }],
    [
      "redfish+http://[::1]:8000/redfish/v1/Systems/Blade-3/",
      {
        family: "redfish",
        scheme: "redfish",
        transport: "http",
        host: "::1",
        port: 8000,
        systemId: "/redfish/v1/Systems/Blade-3",
      },
    ],
    [
      "idrac-virtualmedia+https://bmc/redfish/v1/Systems/System.Embedded.1",
      {
        family: "redfish",
        scheme: "idrac-virtualmedia",
        transport: "https",
        host: "bmc",
        systemId: "/redfish/v1/Systems/System.Embedded.1",
      },
    ],
    [
      "redfish-uefihttp://bmc//redfish/v1/Systems/1",
      {
        family: "redfish",
        scheme: "redfish-uefihttp",
        transport: "https",
        host: "bmc",
        systemId: "/redfish/v1/Systems/1",
      },
    ],
  ])("%s", (text, address) => {
    expect(parsed(text)).toEqual(address);
  });

  it.each(BMC_SCHEMES)("the scheme %s", (scheme) => {
    expect(parsed(`${scheme}://bmc`).scheme).toBe(scheme);
    const transports = bmcDriver(scheme).family === "redfish";
    expect(parseBmcAddress(`${scheme}+http://bmc`).ok).toBe(transports);
    expect(parseBmcAddress(`${scheme}+https://bmc`).ok).toBe(transports);
  });
});

describe("refused, with what to do", () => {
  it.each<[string, RegExp]>([
    ["", /is empty/],
    ["redfish://", /no host/],
    ["ipmi:", /no host/],
    ["redfsh://bmc", /unknown scheme `redfsh`.*did you mean `redfish`/],
    ["snmp://bmc", /unknown scheme `snmp`. known schemes: ipmi, libvirt/],
    ["constructor://bmc", /unknown scheme/],
    ["http://bmc/redfish/v1/Systems/1", /redfish\+http/],
    ["https://bmc", /redfish:\/\//],
    ["idrac://bmc", /idrac-redfish/],
    ["ilo5://bmc", /ilo5-virtualmedia/],
    ["irmc://bmc", /dropped iRMC/],
    ["bmc.example:623", /no scheme.*ipmi:\/\//],
    ["2001:db8::7", /without brackets/],
    ["fe80::1", /without brackets/],
    ["redfish://[fe80::1%25eth0]/", /IPv6 address that cannot be read/],
    ["redfish://[::1/redfish", /cannot be read/],
    ["redfish://[::g]", /IPv6/],
    ["redfish://my_host", /DNS name/],
    ["redfish://bmc.", /DNS name/],
    ["redfish://-bmc", /DNS name/],
    ["ipmi://10.9.8", /IPv4/],
    ["ipmi://10.9.8.256", /IPv4/],
    ["ipmi://010.9.8.7", /leading zeros/],
    ["ipmi://10.9.8.7.6", /IPv4/],
    ["ipmi://10.9.8.7:", /port/],
    ["ipmi://10.9.8.7:0", /port/],
    ["ipmi://10.9.8.7:65536", /port/],
    ["ipmi://10.9.8.7:abc", /port/],
    [" ipmi://10.9.8.7", /white space/],
    ["redfish://bmc/redfish/v1 ", /white space/],
    ["redfish://bmc/#1", /fragment/],
    ["10.9.8.7/24", /path/],
    ["ipmi+http://10.9.8.7", /no transports/],
    ["redfish+ftp://bmc", /transport/],
    ["redfish+http+https://bmc", /unknown scheme/],
    ["ipmi://bmc?privilege=USER", /query key/],
    ["ipmi://bmc?privilegelevel=ROOT", /privilege level.*ADMINISTRATOR/],
    ["redfish://bmc/redfish/v1/Systems/1?x=1", /query/],
  ])("%s", (text, words) => {
    expect(refused(text)).toMatch(words);
  });

  it("credentials are refused and never repeated", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BMC_SCHEMES),
        fc.stringMatching(/^[!-~]{1,20}$/),
        fc.stringMatching(/^[!-~]{1,20}$/),
        (scheme, user, password) => {
          const secret = `S3cret${password}`;
          for (const text of [
            `${scheme}://${user}:${secret}@bmc/redfish/v1`,
            `${scheme}://bmc:${secret}`,
            `${scheme}://bmc?password=${secret}`,
          ]) {
            const result = parseBmcAddress(text);
            if (!result.ok) {
              expect(JSON.stringify(result.error)).not.toContain("S3cret");
            }
            expect(result.ok).toBe(false);
          }
        },
      ),
    );
  });
});

/** Any UTF-16 text, control characters and lone surrogates included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

const host = fc.oneof(
  fc.ipV4(),
  fc.ipV6().filter((ip) => URL.canParse(`http://[${ip}]/`)),
  fc.domain(),
  fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/),
);
const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });

function bracket(name: string): string {
  return name.includes(":") ? `[${name}]` : name;
}

const written = fc.oneof(
  fc
    .tuple(
      fc.constantFrom<IpmiScheme>("ipmi", "libvirt"),
      host,
      port,
      fc.option(fc.constantFrom<IpmiPrivilegeLevel[]>("ADMINISTRATOR", "OPERATOR", "USER", "CALLBACK"), {
        nil: undefined,
      }),
    )
    .map(
      ([scheme, name, number, level]) =>
        `${scheme}://${bracket(name)}${number ? `:${number}` : ""}${level ? `?privilegelevel=${level}` : ""}`,
    ),
  fc
    .tuple(
      fc.constantFrom<RedfishScheme>(
        ...BMC_SCHEMES.filter((scheme): scheme is RedfishScheme => bmcDriver(scheme).family === "redfish"),
      ),
      fc.constantFrom("", "+http", "+https"),
      host,
      port,
      fc.constantFrom("", "/", "/redfish/v1", "/redfish/v1/Systems/1", "/redfish/v1/Systems/Sys.Em-1/", "/a%20b"),
    )
    .map(
      ([scheme, transport, name, number, path]) =>
        `${scheme}${transport}://${bracket(name)}${number ? `:${number}` : ""}${path}`,
    ),
);

describe("properties", () => {
  it("an address that was read, written and read again is the same, and its text is stable", () => {
    fc.assert(
      fc.property(written, (text) => {
        const address = parsed(text);
        const formatted = formatBmcAddress(address);
        expect(parsed(formatted)).toEqual(address);
        expect(formatBmcAddress(parsed(formatted))).toBe(formatted);
        expect(bmcPort(address)).toBeGreaterThan(0);
      }),
    );
  });

  it("no text makes it throw", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.webUrl()), (text) => {
        expect(typeof parseBmcAddress(text).ok).toBe("boolean");
      }),
    );
  });
});
