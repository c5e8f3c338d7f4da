import { describe, expect, it } from "vitest";
import type { AnyRelease } from "../releases/release.js";
import { crd, UnknownKindError } from "./crd.js";
import { KIND_NAMES, kindDefinition, kindsOf, operatorOf } from "./kindTables.js";
import type { StructuralSchema } from "./structuralSchema.js";

function newest(kind: (typeof KIND_NAMES)[number]): AnyRelease {
  return operatorOf(kindDefinition(kind)) === "baremetal-operator" ? "v0.14.0-rc.0" : "irso-v0.11.0";
}

function undescribed(schema: StructuralSchema, path: string): string[] {
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, property]) => undescribed(property, `${path}.${name}`)),
    ...(schema.items?.properties ? [undescribed(schema.items, `${path}[]`)] : []),
    ...(schema.additionalProperties?.properties ? [undescribed(schema.additionalProperties, `${path}{}`)] : []),
  ].flat();
  return schema.description || path === ".metadata" ? below : [path, ...below];
}

describe("crd", () => {
  it.each(KIND_NAMES)("describes every field of %s, for kubectl explain", (kind) => {
    const version = crd(kind, newest(kind)).spec.versions[0];
    expect(version && undescribed(version.schema.openAPIV3Schema, "")).toEqual([]);
    for (const column of version?.additionalPrinterColumns ?? []) {
      expect(column.description).toBeTruthy();
    }
  });

  it("says meaning, unit, limits and default", () => {
    const spec = crd("BareMetalHost", "v0.13.2").spec.versions[0]?.schema.openAPIV3Schema.properties?.spec;
    const volume = spec?.properties?.raid?.properties?.hardwareRAIDVolumes?.items?.properties;
    expect(volume?.sizeGibibytes?.description).toBe("Size. Default, and 0: all there is. Unit: GiB.");
    expect(volume?.name?.description).toContain("At most 64 characters.");
    expect(spec?.properties?.automatedCleaningMode?.description).toContain("Default: metadata.");
  });

  it("leaves descriptions out when asked", () => {
    const text = JSON.stringify(crd("Ironic", "irso-v0.11.0", { descriptions: false }));
    expect(text).not.toMatch(/"description":"/);
    expect(JSON.stringify(crd("BareMetalHost", "v0.13.2", { descriptions: false }))).toContain(
      '"description":{"type":"string"}',
    );
  });

  it("follows namespace and prefix of the operator", () => {
    const options = { namespace: "metal3", namePrefix: "m3-" };
    expect(crd("BareMetalHost", "v0.13.2", options).metadata.annotations["cert-manager.io/inject-ca-from"]).toBe(
      "metal3/m3-serving-cert",
    );
    expect(crd("Ironic", "irso-v0.11.0", options).spec.conversion).toMatchObject({
      webhook: { clientConfig: { service: { name: "m3-webhook-service", namespace: "metal3" } } },
    });
  });

  it("gives a new object each time, without shared parts", () => {
    const first = crd("BareMetalHost", "v0.14.0-rc.0");
    const seen = new Set<object>();
    const visit = (value: unknown): void => {
      if (typeof value !== "object" || value === null) {
        return;
      }
      expect(seen.has(value)).toBe(false);
      seen.add(value);
      Object.values(value).forEach(visit);
    };
    visit(first);
    visit(crd("BareMetalHost", "v0.14.0-rc.0"));
  });

  it("refuses a kind that the release does not serve, and says since when", () => {
    expect(() => crd("HostClaim", "v0.12.6")).toThrow(UnknownKindError);
    expect(() => crd("HostClaim", "v0.12.6")).toThrow("HostClaim needs v0.13 or later; this stack is v0.12.6");
    expect(() => crd("Ironic", "v0.13.2")).toThrow("ironic-standalone-operator");
  });

  it("knows which release serves which kinds", () => {
    const counts = (["v0.1.0", "v0.6.0", "v0.9.0", "v0.12.6", "v0.13.2", "v0.14.0-rc.0", "irso-v0.11.0"] as const).map(
      (release) => kindsOf(release).length,
    );
    expect(counts).toEqual([6, 8, 9, 9, 11, 13, 1]);
    expect(kindsOf("v0.1.0")).toEqual([
      "BareMetalHost",
      "BMCEventSubscription",
      "FirmwareSchema",
      "HardwareData",
      "HostFirmwareSettings",
      "PreprovisioningImage",
    ]);
  });
});
