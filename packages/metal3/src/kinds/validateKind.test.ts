import { describe, expect, it } from "vitest";
import type { AnyRelease } from "../releases/release.js";
import { refusedBy } from "./kindProblem.js";
import { kindSchema } from "./kindSchema.js";
import { withDefaults } from "./storedForm.js";
import { validateKind } from "./validateKind.js";
import { valueProblems } from "./valueProblems.js";

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

const condition = {
  type: "Ready",
  status: "True",
  reason: "Ready",
  message: "",
  lastTransitionTime: "2026-01-31T12:00:00Z",
};

describe("fields and values of other releases", () => {
  const cases: readonly [string, AnyRelease, object, string, AnyRelease][] = [
    [
      "networkInterfaces",
      "v0.13.2",
      host({ networkInterfaces: [] }),
      "needs v0.14 or later; this stack is v0.13.2.",
      "v0.14.0-rc.0",
    ],
    [
      "inspectionMode",
      "v0.1.0",
      host({ inspectionMode: "agent" }),
      "needs v0.12 or later; this stack is v0.1.0.",
      "v0.12.6",
    ],
    [
      "a nested field",
      "v0.12.6",
      host({ image: { url: "oci://r/i", ociAuthSecretName: "s" } }),
      "needs v0.13 or later; this stack is v0.12.6.",
      "v0.13.0",
    ],
    [
      "a field in a list",
      "v0.13.2",
      host({ raid: { softwareRAIDVolumes: [{ level: "1", rootVolume: true }] } }),
      "needs v0.14 or later; this stack is v0.13.2.",
      "v0.14",
    ],
    [
      "a value",
      "v0.13.2",
      host({ inspectionMode: "fast" }),
      "is `fast`, which needs v0.14 or later; this stack is v0.13.2.",
      "v0.14.0-rc.0",
    ],
    [
      "a value in a nested type",
      "v0.1.0",
      host({ image: { url: "http://h/i", checksumType: "auto" } }),
      "is `auto`, which needs v0.5 or later; this stack is v0.1.0.",
      "v0.5.0",
    ],
    [
      "a kind",
      "v0.12.6",
      object("HostDeployPolicy", {}),
      "is HostDeployPolicy, which needs v0.13 or later; this stack is v0.12.6.",
      "v0.13.2",
    ],
    [
      "a kind of another operator",
      "v0.13.2",
      object("Ironic", {}),
      "is Ironic, which is a kind of ironic-standalone-operator; v0.13.2 is a release of another operator.",
      "irso-v0.11.0",
    ],
  ];

  it.each(cases)("%s", (_, release, value, message, later) => {
    expect(validateKind(value, release).map((problem) => problem.message)).toEqual([message]);
    expect(validateKind(value, later)).toEqual([]);
  });

  it("counts as unknown fields for the server, and as bad values", () => {
    expect(short(host({ networkInterfaces: [] }), "v0.13.2")).toEqual(["strict field-release spec.networkInterfaces"]);
    expect(short(host({ inspectionMode: "fast" }), "v0.13.2")).toEqual(["schema value-release spec.inspectionMode"]);
  });

  it("does not blame a release for a value that none has", () => {
    expect(short(host({ inspectionMode: "none" }), "v0.13.2")).toEqual(["schema value-enum spec.inspectionMode"]);
  });

  it("tells patches apart where they differ", () => {
    const status = object("HostFirmwareComponents", { updates: [] }, { status: {} });
    expect(validateKind(status, "v0.6.0", { status: true }).map(({ field }) => field)).toEqual([
      "status.components",
      "status.updates",
    ]);
    expect(validateKind(status, "v0.6.1", { status: true })).toEqual([]);
  });
});

describe("the way of the API server", () => {
  it("decodes strictly before it checks values", () => {
    const both = validateKind(host({ online: 1, rootDisk: {} }), RELEASE);
    expect(both.map(({ rule }) => rule)).toEqual(["field-unknown", "value-type"]);
    expect(refusedBy(both)).toBe("strict");
    expect(refusedBy(validateKind(host({ online: 1 }), RELEASE))).toBe("schema");
    expect(refusedBy(validateKind(host({}), RELEASE))).toBeUndefined();
  });

  it("takes null for absent, but in lists and where null is a value", () => {
    expect(short(host({ image: null }))).toEqual([]);
    expect(short(host({ online: null }))).toEqual(["schema field-required spec.online"]);
    expect(short(host({ raid: { hardwareRAIDVolumes: null } }))).toEqual([]);
    expect(short(object("HostFirmwareSettings", { settings: { A: null } }))).toEqual([]);
  });

  it("counts defaults as given", () => {
    expect(short(object("HostNetworkAttachment", { nativeVLAN: 5 }))).toEqual([]);
    expect(
      withDefaults(host({ raid: { softwareRAIDVolumes: [{ level: "1" }] } }), kindSchema("BareMetalHost", RELEASE)),
    ).toEqual(
      host({ automatedCleaningMode: "metadata", raid: { softwareRAIDVolumes: [{ level: "1", rootVolume: false }] } }),
    );
  });

  it("allows an object without spec, and an empty one only where nothing is required", () => {
    const { spec: _, ...bare } = host({});
    expect(short(bare)).toEqual([]);
    expect(short(object("DataImage", {}))).toEqual(["schema field-required spec.url"]);
  });

  it("drops the status of a main write before it checks it, but decodes it", () => {
    const wrong = { ...host({}), status: { poweredOn: "yes", nonsense: 1 } };
    expect(short(wrong)).toEqual(["strict field-unknown status.nonsense"]);
    expect(validateKind(wrong, RELEASE, { status: true }).map(({ field }) => field)).toContain("status.poweredOn");
  });

  it("knows no status where the kind has none", () => {
    expect(short(object("HostNetworkAttachment", { nativeVLAN: 1 }, { status: {} }))).toEqual([
      "strict field-unknown status",
    ]);
  });

  it("suggests what may have been meant", () => {
    expect(validateKind(host({ rootDeviceHint: {} }), RELEASE)[0]?.remedy).toBe("did you mean `rootDeviceHints`?");
    expect(validateKind(host({ bootMode: "uefi" }), RELEASE)[0]?.remedy).toBe("did you mean `UEFI`?");
    expect(validateKind({ ...host({}), kind: "BaremetalHost" }, RELEASE)[0]?.remedy).toBe(
      "did you mean `BareMetalHost`?",
    );
  });

  it("is not fooled by names that every object has", () => {
    expect(short(host({ constructor: 1, toString: 1 }))).toEqual([
      "strict field-unknown spec.constructor",
      "strict field-unknown spec.toString",
    ]);
    expect(short({ ...host({}), kind: "constructor" })).toEqual(["schema kind-unknown kind"]);
  });

  it.each([undefined, null, 7, "text", [], {}])("refuses %j as an object", (value) => {
    expect(short(value)).toEqual(["schema kind-unknown kind"]);
  });
});

describe("an update", () => {
  const old = host({ bootMode: "bios", raid: { softwareRAIDVolumes: [{ level: "5" }] } });

  it("may keep what was wrong before", () => {
    expect(validateKind({ ...old, metadata: { name: "node-0", labels: { a: "b" } } }, RELEASE, { old })).toEqual([]);
    const other = host({ bootMode: "bios", description: "new", raid: { softwareRAIDVolumes: [{ level: "5" }] } });
    expect(validateKind(other, RELEASE, { old })).toEqual([]);
  });

  it("may not make new mistakes, nor keep one in a list that it changes", () => {
    const changed = host({ bootMode: "UEFi", raid: { softwareRAIDVolumes: [{ level: "5" }, { level: "1" }] } });
    expect(validateKind(changed, RELEASE, { old }).map(({ field }) => field)).toEqual(
      ["spec.raid.softwareRAIDVolumes[0].level", "spec.bootMode"].sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it("finds items of a keyed list by their keys", () => {
    const status = (conditions: object[]): object => ({
      ...object("DataImage", { url: "u" }),
      kind: "HostFirmwareSettings",
      spec: { settings: {} },
      status: { settings: {}, conditions },
    });
    const bad = { ...condition, status: "Maybe" };
    const before = status([bad]);
    const after = status([{ ...condition, type: "Valid" }, bad]);
    expect(validateKind(after, RELEASE, { status: true })).toHaveLength(1);
    expect(validateKind(after, RELEASE, { status: true, old: before })).toEqual([]);
  });

  it("may not lack what it had", () => {
    expect(validateKind(object("BareMetalHost", {}), RELEASE, { old: host({}) })).toHaveLength(1);
    expect(validateKind(object("BareMetalHost", {}), RELEASE, { old: object("BareMetalHost", {}) })).toEqual([]);
  });
});

describe("sets", () => {
  it("refuse a second equal item", () => {
    const schema = { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" } as const;
    expect(valueProblems(["a", "b", "a"], schema, "x").map(({ rule, field }) => `${rule} ${field}`)).toEqual([
      "value-duplicate x[2]",
    ]);
    expect(valueProblems(["a", "b"], schema, "x")).toEqual([]);
  });
});
