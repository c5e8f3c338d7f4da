import { describeRules } from "../testing/describeRules.js";
import { BMC, host, hostAt, LEGACY, MAC, V12, V14 } from "../testing/ruleCase.js";
import { HOST_UPDATE_RULES } from "./update.js";

describeRules(HOST_UPDATE_RULES, [
  {
    rule: "host-bmc-address-immutable",
    broken: [
      {
        object: hostAt("redfish-virtualmedia://10.30.2.8"),
        release: LEGACY,
        given: { old: host(), state: "registering" },
      },
      { object: host({ bmc: undefined }), release: "v0.5.0", given: { old: host() } },
    ],
    kept: [
      { object: host({ online: false }), release: LEGACY, given: { old: host() } },
      { object: host(), release: LEGACY, given: { old: host({ bmc: undefined }) } },
    ],
  },
  {
    rule: "host-bmc-address-in-use",
    broken: [
      { object: hostAt("redfish-virtualmedia://10.30.2.8"), given: { old: host(), state: "inspecting" } },
      { object: host({ bmc: undefined }), given: { old: host(), state: "available" } },
      {
        object: hostAt(BMC.address.replace("://", "+https://")),
        release: V14,
        given: { old: host(), state: "provisioned" },
      },
      { object: hostAt("redfish-virtualmedia://10.30.2.8"), given: { old: host() } },
    ],
    kept: [
      { object: hostAt("redfish-virtualmedia://10.30.2.8"), given: { old: host(), state: "registering" } },
      {
        object: hostAt("redfish-virtualmedia://10.30.2.8"),
        given: { old: { ...host(), status: { operationalStatus: "detached", provisioning: { state: "available" } } } },
      },
      { object: host({ online: false }), given: { old: host(), state: "inspecting" } },
    ],
  },
  {
    rule: "host-boot-mac-immutable",
    broken: [
      { object: host({ bootMACAddress: "0c:42:a1:5e:07:11" }), given: { old: host() } },
      { object: host({ bootMACAddress: undefined }), given: { old: host() } },
      { object: host({ bootMACAddress: MAC.toUpperCase() }), release: LEGACY, given: { old: host() } },
    ],
    kept: [
      { object: host({ bootMACAddress: MAC.toUpperCase() }), given: { old: host() } },
      { object: host(), given: { old: host({ bootMACAddress: undefined }) } },
    ],
  },
  {
    rule: "host-externally-provisioned-immutable",
    broken: [
      { object: host({ externallyProvisioned: true }), release: V12, given: { old: host(), state: "available" } },
      { object: host(), release: "v0.11.0", given: { old: host({ externallyProvisioned: true }) } },
    ],
    kept: [
      { object: host({ externallyProvisioned: false }), release: V12, given: { old: host() } },
      { object: host({ externallyProvisioned: true }), release: LEGACY, given: { old: host() } },
    ],
  },
  {
    rule: "host-externally-provisioned-off",
    broken: [
      { object: host({ externallyProvisioned: false }), given: { old: host({ externallyProvisioned: true }) } },
      {
        object: host(),
        release: "v0.13.0",
        given: { old: host({ externallyProvisioned: true }), state: "externally provisioned" },
      },
    ],
    kept: [
      { object: host(), release: V14, given: { old: host({ externallyProvisioned: true }) } },
      { object: host({ externallyProvisioned: true }), given: { old: host({ externallyProvisioned: true }) } },
    ],
  },
  {
    rule: "host-externally-provisioned-on",
    broken: [
      { object: host({ externallyProvisioned: true }), given: { old: host(), state: "inspecting" } },
      { object: host({ externallyProvisioned: true }), release: V14, given: { old: host() } },
    ],
    kept: [
      { object: host({ externallyProvisioned: true }), given: { old: host(), state: "available" } },
      {
        object: host({ externallyProvisioned: true }),
        release: V14,
        given: { old: { ...host(), status: { operationalStatus: "detached", provisioning: { state: "available" } } } },
      },
      { object: host({ externallyProvisioned: true }) },
    ],
  },
]);
