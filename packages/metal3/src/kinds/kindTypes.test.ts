import { describe, expect, expectTypeOf, it } from "vitest";
import type {
  BareMetalHostInspectionMode,
  BareMetalHostObject,
  BareMetalHostSpec,
  BareMetalHostStatus,
  HardwareDetails,
  HostClaimSpec,
  HostNetworkAttachmentSpec,
  IronicObject,
  IronicSpec,
  KindName,
  KindObjects,
  Metal3Image,
} from "./index.js";
import { KIND_NAMES } from "./kindTables.js";
import { validateKind } from "./validateKind.js";

describe("types by release", () => {
  it("have the fields of their release and no later ones", () => {
    expectTypeOf<BareMetalHostSpec<"v0.14">>().toHaveProperty("networkInterfaces");
    expectTypeOf<BareMetalHostSpec<"v0.13">>().not.toHaveProperty("networkInterfaces");
    expectTypeOf<BareMetalHostSpec<"v0.13.2">>().toEqualTypeOf<BareMetalHostSpec<"v0.13">>();
    expectTypeOf<BareMetalHostSpec<"v0.14.0-rc.0">>().toEqualTypeOf<BareMetalHostSpec>();
    expectTypeOf<BareMetalHostSpec<"v0.1.0">>().not.toHaveProperty("architecture");
    expectTypeOf<BareMetalHostSpec<"v0.4">>().toHaveProperty("architecture");
    expectTypeOf<BareMetalHostSpec<"v0.10">>().not.toHaveProperty("inspectionMode");
    expectTypeOf<BareMetalHostSpec<"v0.12.6">>().toHaveProperty("inspectionMode");
    expectTypeOf<BareMetalHostStatus<"v0.13">>().not.toHaveProperty("lastAttemptedImage");
  });

  it("refuse a later field in a literal", () => {
    const host: BareMetalHostSpec<"v0.14"> = { online: true, networkInterfaces: [] };
    // @ts-expect-error networkInterfaces came with v0.14
    const early: BareMetalHostSpec<"v0.13"> = { online: true, networkInterfaces: [] };
    const nested: BareMetalHostSpec<"v0.13"> = {
      online: true,
      // @ts-expect-error rootVolume came with v0.14
      raid: { softwareRAIDVolumes: [{ level: "1", rootVolume: true }] },
    };
    // @ts-expect-error v0.7 never left its candidates
    const never: BareMetalHostSpec<"v0.7"> = { online: true };
    expect([host, early, nested, never]).toHaveLength(4);
  });

  it("follow changes inside of shared types and enums", () => {
    expectTypeOf<NonNullable<BareMetalHostSpec<"v0.12">["image"]>>().not.toHaveProperty("ociAuthSecretName");
    expectTypeOf<NonNullable<BareMetalHostSpec<"v0.13">["image"]>>().toHaveProperty("ociAuthSecretName");
    expectTypeOf<Metal3Image<"v0.4">["checksumType"]>().toEqualTypeOf<"md5" | "sha256" | "sha512" | undefined>();
    expectTypeOf<Metal3Image<"v0.5">["checksumType"]>().toEqualTypeOf<
      "md5" | "sha256" | "sha512" | "auto" | undefined
    >();
    expectTypeOf<BareMetalHostInspectionMode<"v0.13">>().toEqualTypeOf<"disabled" | "agent">();
    expectTypeOf<BareMetalHostInspectionMode>().toEqualTypeOf<"disabled" | "agent" | "fast">();
    expectTypeOf<BareMetalHostStatus<"v0.12">["hardware"]>().toEqualTypeOf<HardwareDetails<"v0.12"> | undefined>();
    expectTypeOf<BareMetalHostStatus<"v0.6">["hardwareProfile"]>().toEqualTypeOf<string>();
    expectTypeOf<BareMetalHostStatus<"v0.8">["hardwareProfile"]>().toEqualTypeOf<string | undefined>();
  });

  it("exist only for releases that serve the kind", () => {
    expectTypeOf<HostClaimSpec<"v0.13.2">>().toHaveProperty("hostSelector");
    // @ts-expect-error HostClaim came with v0.13
    expectTypeOf<HostClaimSpec<"v0.12">>();
    // @ts-expect-error Ironic belongs to another operator
    expectTypeOf<IronicSpec<"v0.11">>();
    expectTypeOf<IronicSpec<"irso-v0.11.0">>().toEqualTypeOf<IronicSpec>();
  });

  it("want what is required, unless it has a default", () => {
    // @ts-expect-error online is required
    const host: BareMetalHostSpec = {};
    const attachment: HostNetworkAttachmentSpec = { nativeVLAN: 5 };
    expectTypeOf<BareMetalHostStatus["errorCount"]>().toEqualTypeOf<number>();
    expectTypeOf<BareMetalHostSpec["online"]>().toEqualTypeOf<boolean>();
    expect([host, attachment]).toHaveLength(2);
  });

  it("make objects that pass the checks", () => {
    const host: BareMetalHostObject<"v0.13"> = {
      apiVersion: "metal3.io/v1alpha1",
      kind: "BareMetalHost",
      metadata: { name: "node-0", namespace: "metal3" },
      spec: {
        online: true,
        bmc: { address: "redfish://10.0.1.2/redfish/v1/Systems/1", credentialsName: "node-0-bmc" },
      },
    };
    const ironic: IronicObject = {
      apiVersion: "ironic.metal3.io/v1alpha1",
      kind: "Ironic",
      metadata: { name: "ironic" },
      spec: {
        networking: { apiPort: 6385 },
        overrides: { containers: [{ name: "extra", ports: [{ containerPort: 80 }] }] },
      },
    };
    expect(validateKind(host, "v0.13.2")).toEqual([]);
    expect(validateKind(ironic, "irso-v0.11.0")).toEqual([]);
  });

  it("are listed by kind", () => {
    expectTypeOf<keyof KindObjects>().toEqualTypeOf<KindName>();
    expectTypeOf<KindObjects["BareMetalHost"]["kind"]>().toEqualTypeOf<"BareMetalHost">();
    expect(KIND_NAMES).toHaveLength(14);
  });
});
