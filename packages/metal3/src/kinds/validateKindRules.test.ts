import { describe, expect, it } from "vitest";
import type { AnyRelease } from "../releases/release.js";
import type { KindRule } from "./kindProblem.js";
import { validateKind } from "./validateKind.js";

const RELEASE = "v0.14.0-rc.0";

function object(kind: string, spec: unknown, more: object = {}): Record<string, unknown> {
  const group = kind === "Ironic" ? "ironic.metal3.io" : "metal3.io";
  return { apiVersion: `${group}/v1alpha1`, kind, metadata: { name: "node-0" }, spec, ...more };
}

function host(spec: object): Record<string, unknown> {
  return object("BareMetalHost", { online: true, ...spec });
}

function short(value: unknown, release: AnyRelease = RELEASE): string[] {
  return validateKind(value, release).map((problem) => `${problem.by} ${problem.rule} ${problem.field}`);
}

const hostWithDisks = (disks: unknown): object =>
  host({ raid: { softwareRAIDVolumes: [{ level: "1", physicalDisks: disks }] } });
const ironic = (networking: object): object => object("Ironic", { networking });
const attachment = (spec: object): object =>
  object("HostNetworkAttachment", { mode: "access", nativeVLAN: 5, ...spec });

/** Each rule from both sides: one object that breaks it, and one that is as close to that as can be. */
const CASES: readonly { rule: KindRule; field: string; bad: object; good: object; release?: AnyRelease }[] = [
  { rule: "field-required", field: "spec.online", bad: object("BareMetalHost", {}), good: host({}) },
  {
    rule: "field-required",
    field: "spec.bmc.credentialsName",
    bad: host({ bmc: { address: "ipmi://h" } }),
    good: host({ bmc: { address: "ipmi://h", credentialsName: "s" } }),
  },
  { rule: "field-unknown", field: "spec.rootDisk", bad: host({ rootDisk: {} }), good: host({ rootDeviceHints: {} }) },
  {
    rule: "field-unknown",
    field: "spec.bmc.user",
    bad: host({ bmc: { address: "a", credentialsName: "s", user: "x" } }),
    good: host({ bmc: { address: "a", credentialsName: "s" } }),
  },
  {
    rule: "field-unknown",
    field: "spec.settings.A.b",
    bad: object("HostFirmwareSettings", { settings: { A: { b: 1 } } }),
    good: object("HostFirmwareSettings", { settings: { A: 1 } }),
  },
  {
    rule: "field-unknown",
    field: "metadata.lables",
    bad: { ...host({}), metadata: { name: "a", lables: {} } },
    good: { ...host({}), metadata: { name: "a", labels: {} } },
  },
  { rule: "field-unknown", field: "stauts", bad: { ...host({}), stauts: {} }, good: { ...host({}), status: {} } },
  { rule: "value-type", field: "spec.online", bad: host({ online: "true" }), good: host({ online: false }) },
  { rule: "value-type", field: "spec.description", bad: host({ description: 7 }), good: host({ description: "7" }) },
  {
    rule: "value-type",
    field: "spec.rootDeviceHints.minSizeGigabytes",
    bad: host({ rootDeviceHints: { minSizeGigabytes: 1.5 } }),
    good: host({ rootDeviceHints: { minSizeGigabytes: 1.0 } }),
  },
  { rule: "value-type", field: "spec.taints", bad: host({ taints: {} }), good: host({ taints: [] }) },
  {
    rule: "value-type",
    field: "spec.image",
    bad: host({ image: "http://h/i" }),
    good: host({ image: { url: "http://h/i" } }),
  },
  {
    rule: "value-type",
    field: "spec.settings.A",
    bad: object("HostFirmwareSettings", { settings: { A: true } }),
    good: object("HostFirmwareSettings", { settings: { A: "true", B: 2 } }),
  },
  {
    rule: "value-type",
    field: "spec.settings.A",
    bad: object("HostFirmwareSettings", { settings: { A: 1.5 } }),
    good: object("HostFirmwareSettings", { settings: { A: -1 } }),
  },
  {
    rule: "value-type",
    field: "spec.hardware.cpu.clockMegahertz",
    bad: object("HardwareData", { hardware: { cpu: { clockMegahertz: "2000" } } }),
    good: object("HardwareData", { hardware: { cpu: { clockMegahertz: 2000.5 } } }),
  },
  {
    rule: "value-type",
    field: "spec.raid.softwareRAIDVolumes[0].physicalDisks[1]",
    bad: hostWithDisks([{}, null]),
    good: hostWithDisks([{}, {}]),
  },
  { rule: "value-enum", field: "spec.bootMode", bad: host({ bootMode: "bios" }), good: host({ bootMode: "legacy" }) },
  {
    rule: "value-enum",
    field: "spec.acceptFormats[1]",
    bad: object("PreprovisioningImage", { acceptFormats: ["iso", "qcow2"] }),
    good: object("PreprovisioningImage", { acceptFormats: ["iso", "initrd"] }),
  },
  {
    rule: "value-pattern",
    field: "spec.bootMACAddress",
    bad: host({ bootMACAddress: "52:54:00" }),
    good: host({ bootMACAddress: "52:54:00:00:00:01" }),
  },
  {
    rule: "value-pattern",
    field: "spec.networkInterfaces[0].macAddress",
    bad: host({ networkInterfaces: [{ macAddress: "52:54:00:00:00:01:02" }] }),
    good: host({ networkInterfaces: [{ macAddress: "52:54:00:00:00:01" }] }),
  },
  {
    rule: "value-format",
    field: "spec.taints[0].timeAdded",
    bad: host({ taints: [{ key: "k", effect: "e", timeAdded: "yesterday" }] }),
    good: host({ taints: [{ key: "k", effect: "e", timeAdded: "2026-01-31T12:00:00.5+01:00" }] }),
  },
  {
    rule: "value-format",
    field: "spec.networking.externalCallbackURL",
    bad: ironic({ externalCallbackURL: "ironic.example.org" }),
    good: ironic({ externalCallbackURL: "https://ironic.example.org" }),
    release: "irso-v0.11.0",
  },
  {
    rule: "value-type",
    field: "spec.networking.apiPort",
    bad: ironic({ apiPort: 2 ** 63 }),
    good: ironic({ apiPort: 2 ** 31 }),
    release: "irso-v0.11.0",
  },
  {
    rule: "value-type",
    field: "spec.description",
    bad: host({ description: ["list"] }),
    good: host({ taints: [{ key: "k", effect: "e", timeAdded: ["list"] }] }),
  },
  {
    rule: "value-minimum",
    field: "spec.nativeVLAN",
    bad: attachment({ nativeVLAN: 0 }),
    good: attachment({ nativeVLAN: 1 }),
  },
  {
    rule: "value-maximum",
    field: "spec.nativeVLAN",
    bad: attachment({ nativeVLAN: 4095 }),
    good: attachment({ nativeVLAN: 4094 }),
  },
  {
    rule: "value-min-length",
    field: "spec.networking.keepalived.additionalVIPs[0].interface",
    bad: ironic({ keepalived: { enabled: true, additionalVIPs: [{ interface: "", ipAddress: "10.0.0.1" }] } }),
    good: ironic({ keepalived: { enabled: true, additionalVIPs: [{ interface: "e", ipAddress: "10.0.0.1" }] } }),
    release: "irso-v0.11.0",
  },
  {
    rule: "value-max-length",
    field: "spec.raid.hardwareRAIDVolumes[0].name",
    bad: host({ raid: { hardwareRAIDVolumes: [{ level: "1", name: "ä".repeat(65) }] } }),
    good: host({ raid: { hardwareRAIDVolumes: [{ level: "1", name: "😀".repeat(64) }] } }),
  },
  {
    rule: "value-min-items",
    field: "spec.raid.softwareRAIDVolumes[0].physicalDisks",
    bad: hostWithDisks([{}]),
    good: hostWithDisks([{}, {}]),
  },
  {
    rule: "value-max-items",
    field: "spec.raid.softwareRAIDVolumes",
    bad: host({ raid: { softwareRAIDVolumes: [{ level: "1" }, { level: "1" }, { level: "1" }] } }),
    good: host({ raid: { softwareRAIDVolumes: [{ level: "1" }, { level: "1" }] } }),
  },
  {
    rule: "value-duplicate",
    field: "spec.overrides.containers[0].env[1]",
    bad: object("Ironic", { overrides: { containers: [{ name: "c", env: [{ name: "A" }, { name: "A" }] }] } }),
    good: object("Ironic", { overrides: { containers: [{ name: "c", env: [{ name: "A" }, { name: "B" }] }] } }),
    release: "irso-v0.11.0",
  },
  {
    rule: "value-duplicate",
    field: "spec.overrides.containers[0].ports[1]",
    bad: object("Ironic", {
      overrides: { containers: [{ name: "c", ports: [{ containerPort: 1 }, { containerPort: 1, protocol: "TCP" }] }] },
    }),
    good: object("Ironic", {
      overrides: { containers: [{ name: "c", ports: [{ containerPort: 1 }, { containerPort: 1, protocol: "UDP" }] }] },
    }),
    release: "irso-v0.11.0",
  },
  { rule: "kind-unknown", field: "kind", bad: { ...host({}), kind: "BaremetalHost" }, good: host({}) },
  { rule: "kind-unknown", field: "kind", bad: { metadata: { name: "a" } }, good: host({}) },
  { rule: "api-version", field: "apiVersion", bad: { ...host({}), apiVersion: "metal3.io/v1beta1" }, good: host({}) },
  {
    rule: "metadata-name",
    field: "metadata.name",
    bad: { ...host({}), metadata: { name: "bad_name" } },
    good: { ...host({}), metadata: { name: "good-name.1" } },
  },
  {
    rule: "metadata-name",
    field: "metadata.name",
    bad: { ...host({}), metadata: {} },
    good: { ...host({}), metadata: { generateName: "node-" } },
  },
  {
    rule: "metadata-name",
    field: "metadata.name",
    bad: { ...host({}), metadata: { name: "a".repeat(254) } },
    good: { ...host({}), metadata: { name: "a".repeat(253) } },
  },
  {
    rule: "metadata-namespace",
    field: "metadata.namespace",
    bad: { ...host({}), metadata: { name: "a", namespace: "a.b" } },
    good: { ...host({}), metadata: { name: "a", namespace: "a-b" } },
  },
  {
    rule: "metadata-labels",
    field: "metadata.labels",
    bad: { ...host({}), metadata: { name: "a", labels: { rack: "a b" } } },
    good: { ...host({}), metadata: { name: "a", labels: { "example.org/rack": "a_B.1", empty: "" } } },
  },
  {
    rule: "metadata-labels",
    field: "metadata.labels",
    bad: { ...host({}), metadata: { name: "a", labels: { rack: 7 } } },
    good: { ...host({}), metadata: { name: "a", labels: { rack: "7" } } },
  },
  {
    rule: "metadata-annotations",
    field: "metadata.annotations",
    bad: { ...host({}), metadata: { name: "a", annotations: { "a/b/c": "" } } },
    good: { ...host({}), metadata: { name: "a", annotations: { "reboot.metal3.io/Key": "{ any text }" } } },
  },
  {
    rule: "metadata-annotations",
    field: "metadata.annotations",
    bad: { ...host({}), metadata: { name: "a", annotations: { a: "x".repeat(262_144) } } },
    good: { ...host({}), metadata: { name: "a", annotations: { a: "x".repeat(262_143) } } },
  },
];

describe.each(CASES)("$rule at $field", ({ rule, field, bad, good, release = RELEASE }) => {
  const by = rule === "field-unknown" ? "strict" : "schema";

  it("is broken", () => {
    expect(short(bad, release)).toContain(`${by} ${rule} ${field}`);
  });

  it("is kept", () => {
    expect(short(good, release)).toEqual([]);
  });
});
