import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AnyRelease } from "../releases/release.js";
import { crd } from "./crd.js";
import type { KindName } from "./generated/registry.gen.js";
import { kindsOf } from "./kindTables.js";

/**
 * SHA-256 of upstream's CustomResourceDefinitions as canonical JSON: members sorted, no white space, no descriptions.
 * v0.1.0, v0.12.6, v0.13.2, v0.14.0-rc.0 and irso-v0.11.0 are what deploy.sh and kustomize apply; of the other releases
 * it is the definition in the tag, plus the annotation for cert-manager. `pnpm conformance` shows what differs.
 */
const DIGESTS: Partial<Record<AnyRelease, Partial<Record<KindName, string>>>> = {
  "v0.1.0": {
    BareMetalHost: "3a12e8b52b891b8a48d7b96deefc1b299bc8594410b32800da7b3b11220fc687",
    BMCEventSubscription: "338eaca63b625cec9a7eb8420c027e4e425c6240abfaa6cbdf77d79e884afb55",
    FirmwareSchema: "e863e8c5d2a54533584cc4fcc9d2a3dc542fea054099c5b1379a926650acef4f",
    HardwareData: "21b03c9fd410b165afe9457a73f6dddebca41a6d58453b9f96bc4cbe07097751",
    HostFirmwareSettings: "c2042b2eb576d48c8606c969e487b709a65781d242434db1cd380046d1369cc3",
    PreprovisioningImage: "ff171c341eb499e3d5e417dda0406a3c596bc86100c816a22e73f0469a3dcfd6",
  },
  "v0.1.2": {
    BareMetalHost: "4f25f2a59022d9fbc3963e500f0ee7353f94ceeda66fbfc92b33abd84f691a74",
    BMCEventSubscription: "db4d2b58d79e73420d9f1b4dda227bb54c5e5264268007228ab9d4c856b0fc6e",
    FirmwareSchema: "c9c0aa0a7943f2b88de82b1243e7e7fb21610cf6889fd23b0ee2584445f6b6bd",
    HardwareData: "c7deb72ef7f9ba3dce79a62fe3c2272a4033bf8ed38f251baca6cd682c08132c",
    HostFirmwareSettings: "bd196f0484a3eee7db0101f007aa61366a69ffb35312668675d44919f027ca26",
    PreprovisioningImage: "11ad1a3ec558cefc53dff662077c8ea7488bd0ef3698ba0b08621ed4ae29a16d",
  },
  "v0.2.0": {
    BareMetalHost: "9a7bc92afd232e4c3558246566e9b22a61030b981a7d8f7acdd18ab38a8d4ba3",
    BMCEventSubscription: "4683665b38eb6caac598cf0103f36ce7688a11090cd49f3ab26530918fb9f6d3",
    FirmwareSchema: "462ddef988d7b8ab5ef587fcada31ec403826aed325ebd145c624689b719cae3",
    HardwareData: "010563d63278b9fa11f7262b2d853e6b000b05d1afcc404b104f25a88858707f",
    HostFirmwareSettings: "d563fa0f042be7339f491cf788c6df7f8d3dce987fb61a8b322c1b8f60e5b7f7",
    PreprovisioningImage: "baecff383a22ecbace1203829e0febe1edb5d55a69b66c64ffee61cce8a10fea",
  },
  "v0.3.1": {
    BareMetalHost: "cc9ce75f37034a1754cd0ab087de278ee8b159a982cf1b0e2ad7db1414943dbd",
    BMCEventSubscription: "8800fe2e72d87f5cdccc78294eed602d839c2cecf8a439aa7874c7ef7aa97844",
    FirmwareSchema: "5f756468cbd34733c60c1e8be869ccbf5abe9d8d185ef45e78e5886503ba956d",
    HardwareData: "45b024a8e97ba358bfd9a947a04a9e0c21fe6facd0ec3966a22329c3cdf9a764",
    HostFirmwareSettings: "247f2bf5b9512abd7ea0280146c047c15689b04541b25e73f9f515ca925354b6",
    PreprovisioningImage: "9c93bd7860ed352097f8ec1bd34036347ff08f70a3f234d1a64f246417b913b8",
  },
  "v0.4.2": {
    BareMetalHost: "4d01d0b2bad99fa8a732061d63de8231a95ed32bb59c47c6e5c6e155a593488b",
    BMCEventSubscription: "66a60e2d728603d26e61c8d7cd043a88290d0c0e1fc4a93bc08318d29ece705a",
    FirmwareSchema: "24184b91a39293c2394e4c68f4f51f0b4c625ff896ba00ab3fa5fe831fbdcdad",
    HardwareData: "800e51f1d4e57a5b28b78c508dce764bb930c62f64d1852fe051a942c38d124e",
    HostFirmwareSettings: "d8f122270446214925ebbe9f8603e7c4e66d3277ce2342c23eae4fa9c2c6f339",
    PreprovisioningImage: "b10406f4581b2fcc9aa08025347aa56116ac26a20bb84da74c81399e05e9fdc8",
  },
  "v0.5.2": {
    BareMetalHost: "f67b390a6d6586b52439152f6550865dfedf28055c933a84f8e90cb6c9b6f876",
    BMCEventSubscription: "66a60e2d728603d26e61c8d7cd043a88290d0c0e1fc4a93bc08318d29ece705a",
    FirmwareSchema: "24184b91a39293c2394e4c68f4f51f0b4c625ff896ba00ab3fa5fe831fbdcdad",
    HardwareData: "198c43f10d4edf6142331e14534893166f611a6ab75dac6a4003bbf98acb006d",
    HostFirmwareSettings: "d8f122270446214925ebbe9f8603e7c4e66d3277ce2342c23eae4fa9c2c6f339",
    PreprovisioningImage: "b10406f4581b2fcc9aa08025347aa56116ac26a20bb84da74c81399e05e9fdc8",
  },
  "v0.6.0": {
    BareMetalHost: "f67b390a6d6586b52439152f6550865dfedf28055c933a84f8e90cb6c9b6f876",
    BMCEventSubscription: "66a60e2d728603d26e61c8d7cd043a88290d0c0e1fc4a93bc08318d29ece705a",
    DataImage: "c8cd24d0ccd2d8a3bd37015dc0ab959f5defd2175af02397ff68f0be4efa7493",
    FirmwareSchema: "24184b91a39293c2394e4c68f4f51f0b4c625ff896ba00ab3fa5fe831fbdcdad",
    HardwareData: "198c43f10d4edf6142331e14534893166f611a6ab75dac6a4003bbf98acb006d",
    HostFirmwareComponents: "d7fa084678c42df8dfa980fd64ba031679523032ca1dcffd78e53524cbad9ccd",
    HostFirmwareSettings: "d8f122270446214925ebbe9f8603e7c4e66d3277ce2342c23eae4fa9c2c6f339",
    PreprovisioningImage: "b10406f4581b2fcc9aa08025347aa56116ac26a20bb84da74c81399e05e9fdc8",
  },
  "v0.6.3": {
    BareMetalHost: "f67b390a6d6586b52439152f6550865dfedf28055c933a84f8e90cb6c9b6f876",
    BMCEventSubscription: "66a60e2d728603d26e61c8d7cd043a88290d0c0e1fc4a93bc08318d29ece705a",
    DataImage: "c8cd24d0ccd2d8a3bd37015dc0ab959f5defd2175af02397ff68f0be4efa7493",
    FirmwareSchema: "24184b91a39293c2394e4c68f4f51f0b4c625ff896ba00ab3fa5fe831fbdcdad",
    HardwareData: "198c43f10d4edf6142331e14534893166f611a6ab75dac6a4003bbf98acb006d",
    HostFirmwareComponents: "9a5c4203f5139a25f650849c9189ebae7b695a1fa40271f5cc6fc134168f18e5",
    HostFirmwareSettings: "d8f122270446214925ebbe9f8603e7c4e66d3277ce2342c23eae4fa9c2c6f339",
    PreprovisioningImage: "b10406f4581b2fcc9aa08025347aa56116ac26a20bb84da74c81399e05e9fdc8",
  },
  "v0.8.1": {
    BareMetalHost: "fcdefe4dc8ab07703819415d997f92a2781cb1197be998cff7f7f7f4f51bcaa1",
    BMCEventSubscription: "66a60e2d728603d26e61c8d7cd043a88290d0c0e1fc4a93bc08318d29ece705a",
    DataImage: "c8cd24d0ccd2d8a3bd37015dc0ab959f5defd2175af02397ff68f0be4efa7493",
    FirmwareSchema: "24184b91a39293c2394e4c68f4f51f0b4c625ff896ba00ab3fa5fe831fbdcdad",
    HardwareData: "198c43f10d4edf6142331e14534893166f611a6ab75dac6a4003bbf98acb006d",
    HostFirmwareComponents: "9a5c4203f5139a25f650849c9189ebae7b695a1fa40271f5cc6fc134168f18e5",
    HostFirmwareSettings: "d8f122270446214925ebbe9f8603e7c4e66d3277ce2342c23eae4fa9c2c6f339",
    PreprovisioningImage: "b10406f4581b2fcc9aa08025347aa56116ac26a20bb84da74c81399e05e9fdc8",
  },
  "v0.9.3": {
    BareMetalHost: "f72284016f3635853c336256fc5b72ed84c1f0e86b143b315491cfb5b5cf54f4",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "391197dcaef59f5b94a774c5eb0d7e097602bb03023ae65dc8ce456db13a192c",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "v0.10.6": {
    BareMetalHost: "f56ed9637ccbcd1d80562d7a895ea188afae5c786720bd3df67fbb622b6f1a63",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "391197dcaef59f5b94a774c5eb0d7e097602bb03023ae65dc8ce456db13a192c",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "v0.11.7": {
    BareMetalHost: "f56ed9637ccbcd1d80562d7a895ea188afae5c786720bd3df67fbb622b6f1a63",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "391197dcaef59f5b94a774c5eb0d7e097602bb03023ae65dc8ce456db13a192c",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "v0.12.6": {
    BareMetalHost: "da3da372083d78cae93c27f4fe43eb203bc1da88e931c965e4e2a867b3c1d041",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "14674b165574b4431117af300caab95057a3426626e649e6c160df4a25d60be1",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "v0.13.2": {
    BareMetalHost: "193fb713317f622432e24f5000403c0c913f38cf28a07e7ea4785d49994713ca",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "7338c2348effbab6bd78e3bce40263b5bee854cbca63d7b768c3fa44ec54edeb",
    HostClaim: "f3744c7fce745bbf24094da8ecbbb3b12d621743a513fb354ef2bcd6bf2497a2",
    HostDeployPolicy: "a37286344fff5cc4a4d9e8a4c7808628bdbb15ca068b1aac579b5bbadc2aef22",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "v0.14.0-rc.0": {
    BareMetalHost: "6d5e6bc9768a08e770a4ef7a5e294012194059a3ef42ea9650ec096bdc375861",
    BareMetalSwitch: "6f3c3cf54c8cc4268979c85da522b5507314e9dca676263686fd81ef391db17f",
    BMCEventSubscription: "889285047bacd60c7d65d17f70a482cd963a783a2f5ac16e25edf3bb2a52721e",
    DataImage: "d5d2301dbecfd1fd28c0266979992d02b7017db897432e877a274b661c272d19",
    FirmwareSchema: "f6c47f7fb693677ebac463c0a1d8e54b83a967f953624a834c6727d1017bfb00",
    HardwareData: "7338c2348effbab6bd78e3bce40263b5bee854cbca63d7b768c3fa44ec54edeb",
    HostClaim: "f3744c7fce745bbf24094da8ecbbb3b12d621743a513fb354ef2bcd6bf2497a2",
    HostDeployPolicy: "a37286344fff5cc4a4d9e8a4c7808628bdbb15ca068b1aac579b5bbadc2aef22",
    HostFirmwareComponents: "64f1402c23b1661a19d6d09725d5a43409fe27dafa46c42ff2795569dc3f4379",
    HostFirmwareSettings: "d1f097ec20791acd706582e0a7e845d3b36daf5e0f6d62dfa33793da8d783137",
    HostNetworkAttachment: "57238656f7daa007b3546559c2cece526e86ba5b0271b19469587e04bc52ecb7",
    HostUpdatePolicy: "b84ce1bff833de7f5f51e627ee73b9f54501d27bc0950cd3aa943727fdd20ae6",
    PreprovisioningImage: "c263a79afb326a0896cc64960cff5a09213d85b8b3b75a2a31523fea6fe4ffb5",
  },
  "irso-v0.11.0": {
    Ironic: "23a99a99a3e94b0111d8f8fa815a2151ff1732bc809869f81126545df129a144",
  },
};

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value)
    .filter(([name, content]) => name !== "description" || typeof content !== "string")
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, content]) => [name, canonical(content)]));
}

function digest(kind: KindName, release: AnyRelease): string {
  return createHash("sha256")
    .update(JSON.stringify(canonical(crd(kind, release))))
    .digest("hex");
}

describe.each(Object.entries(DIGESTS) as [AnyRelease, Record<string, string>][])(
  "definitions of %s",
  (release, kinds) => {
    it("are those of upstream", () => {
      const ours = Object.fromEntries(kindsOf(release).map((kind) => [kind, digest(kind, release)]));
      expect(ours).toEqual(kinds);
    });
  },
);

describe("a line", () => {
  it("stands for its newest patch", () => {
    expect(digest("HostFirmwareComponents", "v0.6")).toBe(DIGESTS["v0.6.3"]?.HostFirmwareComponents);
    expect(digest("HostFirmwareComponents", "v0.6")).not.toBe(DIGESTS["v0.6.0"]?.HostFirmwareComponents);
    expect(digest("BareMetalHost", "v0.14")).toBe(DIGESTS["v0.14.0-rc.0"]?.BareMetalHost);
  });
});
