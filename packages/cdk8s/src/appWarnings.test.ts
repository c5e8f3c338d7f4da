import { App, Chart } from "cdk8s";
import { beforeEach, expect, it, vi } from "vitest";
import { BareMetalHost, IronicStack, type IronicStackProps } from "./index.js";
import { host, mistakesOf } from "./testing/sample.js";

/** In v0.13.2, upstream deploys an Ironic without authentication in no way. */
const withoutIronic: IronicStackProps = {
  release: "v0.13.2",
  flags: { authentication: false },
  variables: { IRONIC_HOST_IP: "10.0.20.99" },
};

const warn = vi.spyOn(console, "warn");
beforeEach(() => {
  warn.mockReset().mockReturnValue();
});
const printed = (): string[] => warn.mock.calls.map(([text]) => String(text));

/** An app with two warnings: of its stack, which deploys no Ironic, and of a host, whose disk has a kernel name. */
function appWithWarnings(): Chart {
  const app = new App();
  new IronicStack(app, "metal3", withoutIronic);
  const hosts = new Chart(app, "hosts");
  host(hosts, 0, { rootDeviceHints: { deviceName: "/dev/sda" } });
  return hosts;
}

it("the synthesis prints what nobody asked for, once", () => {
  const hosts = appWithWarnings();
  expect(mistakesOf(hosts)).toBeUndefined();
  const lines = printed();
  expect(lines.some((line) => /^warning: \[metal3\] `flags` .*no Ironic/.test(line))).toBe(true);
  expect(lines.some((line) => /^warning: \[hosts\/node-0\] `rootDeviceHints.deviceName` .* next: /.test(line))).toBe(
    true,
  );
  expect(new Set(lines).size).toBe(lines.length);
  expect(mistakesOf(hosts)).toBeUndefined();
  expect(printed()).toEqual(lines);
});

it("what a program asks for is its own to show", () => {
  const hosts = appWithWarnings();
  const ofStacks = IronicStack.warnings(hosts.node.root);
  expect(ofStacks.join("\n")).toMatch(/^\[metal3\] `flags` .*no Ironic/m);
  const ofHosts = BareMetalHost.warnings(hosts);
  expect(ofHosts.join("\n")).toMatch(/^\[hosts\/node-0\] `rootDeviceHints.deviceName`/m);
  expect(mistakesOf(hosts)).toBeUndefined();
  expect(printed()).toEqual([]);
  expect(IronicStack.warnings(hosts.node.root)).toEqual(ofStacks);
});

it("one sort is not taken for the other", () => {
  const hosts = appWithWarnings();
  expect(IronicStack.warnings(hosts)).toEqual([]);
  BareMetalHost.warnings(hosts.node.root);
  mistakesOf(hosts);
  expect(printed().length).toBeGreaterThan(0);
  expect(printed().filter((line) => line.includes("node-0"))).toEqual([]);
});

it("what comes later is printed by the next synthesis", () => {
  const hosts = appWithWarnings();
  mistakesOf(hosts);
  const before = printed().length;
  host(hosts, 1, { rootDeviceHints: { deviceName: "/dev/sdb" } });
  mistakesOf(hosts);
  expect(printed().slice(before).join("\n")).toMatch(/^warning: \[hosts\/node-1\]/);
});
