import type { Manifest } from "../manifest.js";
import { BMC, host, hostAt, MAC, object, type RuleCase, type RuleCases } from "./ruleCase.js";

const REDFISH = "redfish://10.30.2.7/redfish/v1/Systems/1";
const IPMI = "ipmi://10.30.2.7";

function among(subject: Manifest, ...others: readonly Manifest[]): RuleCase {
  return { object: subject, given: { others: [subject, ...others] } };
}

function secret(name: string, data: Manifest, namespace = "site-a"): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, data };
}

const CREDENTIALS = secret(BMC.credentialsName, { username: "b3Bz", password: "c2VjcmV0" });

function other(spec: Manifest = {}, metadata: Manifest = {}): Manifest {
  return host(
    { bootMACAddress: "0c:42:a1:5e:08:10", bmc: { ...BMC, address: "redfish-virtualmedia://10.30.2.8" }, ...spec },
    { name: "rack2-u08", ...metadata },
  );
}

const NO_NETWORK = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "ironic", namespace: "baremetal-operator-system" },
  data: { PROVISIONING_NETWORK_DISABLED: "true" },
};
const MANAGER = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "manager", namespace: "baremetal-operator-system" },
  spec: { template: { spec: { containers: [{ env: [{ name: "PROVISIONING_NETWORK_DISABLED", value: "True" }] }] } } },
};

function ironic(networking: Manifest): Manifest {
  return {
    apiVersion: "ironic.metal3.io/v1alpha1",
    kind: "Ironic",
    metadata: { name: "ironic" },
    spec: { networking },
  };
}

function subscription(spec: Manifest = {}): Manifest {
  return object("BMCEventSubscription", {
    hostName: "rack2-u07",
    destination: "https://events.site-a.example/redfish",
    ...spec,
  });
}

function components(...names: readonly string[]): Manifest {
  const url = "https://images.site-a.example/firmware.bin";
  return object("HostFirmwareComponents", { updates: names.map((component) => ({ component, url })) });
}

/** Own objects around advice on objects that are applied together. */
export const setAdviceCases: readonly RuleCases[] = [
  {
    rule: "object-defined-twice",
    broken: [among(host(), host({ online: false })), among(components("bios"), components("bmc"))],
    kept: [among(host(), other()), among(host(), host({}, { namespace: "site-b", name: "rack2-u07" }))],
  },
  {
    rule: "host-duplicate-bmc",
    broken: [
      among(host(), other({ bmc: { ...BMC, address: "redfish://10.30.2.7:443/redfish/v1/Systems/1/" } })),
      among(hostAt("10.30.2.7"), other({ bmc: { ...BMC, address: "ipmi://10.30.2.7:623" } }, { namespace: "site-b" })),
    ],
    kept: [
      among(host(), other()),
      among(host(), other({ bmc: { ...BMC, address: "redfish://10.30.2.7/redfish/v1/Systems/2" } })),
      among(host(), host({ online: false })),
    ],
  },
  {
    rule: "host-duplicate-boot-mac",
    broken: [
      among(host(), other({ bootMACAddress: MAC })),
      among(host(), other({ bootMACAddress: MAC.toUpperCase() }, { namespace: "site-b" })),
    ],
    kept: [among(host(), other()), among(host({ bootMACAddress: undefined }), other({ bootMACAddress: undefined }))],
  },
  {
    rule: "host-secret-missing",
    broken: [among(host(), secret("other", {})), among(host({ userData: { name: "cloud-config" } }), CREDENTIALS)],
    kept: [
      among(host(), CREDENTIALS),
      among(host(), secret("other", {}, "site-b")),
      among(host(), secret("other", {}), {
        kind: "ExternalSecret",
        metadata: { name: "bmc", namespace: "site-a" },
        spec: { target: { name: BMC.credentialsName } },
      }),
      { object: host() },
    ],
  },
  {
    rule: "host-secret-incomplete",
    broken: [
      among(host(), secret(BMC.credentialsName, { username: "b3Bz" })),
      among(host(), secret(BMC.credentialsName, { username: "b3Bz", password: "" })),
    ],
    kept: [
      among(host(), CREDENTIALS),
      among(host(), { ...secret(BMC.credentialsName, {}), stringData: { username: "ops", password: "secret" } }),
    ],
  },
  {
    rule: "host-network-boot-disabled",
    broken: [among(hostAt(REDFISH), NO_NETWORK), among(hostAt(IPMI), MANAGER)],
    kept: [
      among(host(), NO_NETWORK),
      among(hostAt(REDFISH), { ...NO_NETWORK, data: { PROVISIONING_NETWORK_DISABLED: "false" } }),
      { ...among(hostAt(REDFISH), NO_NETWORK), release: "v0.10.0" },
    ],
  },
  {
    rule: "host-network-boot-without-dhcp",
    broken: [among(hostAt(REDFISH), ironic({ interface: "eno2" })), among(hostAt(IPMI), ironic({}))],
    kept: [
      among(hostAt(REDFISH), ironic({ dhcp: { networkCIDR: "10.30.0.0/22" } })),
      among(host(), ironic({ interface: "eno2" })),
      { object: hostAt(IPMI) },
    ],
  },
  ...(["DataImage", "HostFirmwareSettings", "HostFirmwareComponents", "HostUpdatePolicy"] as const).map((kind) => {
    const specs = { DataImage: { url: "https://images.site-a.example/a.iso" }, HostFirmwareSettings: { settings: {} } };
    const spec: Manifest = { HostFirmwareComponents: { updates: [] }, HostUpdatePolicy: {}, ...specs }[kind];
    const rules = {
      DataImage: "data-image-host-missing",
      HostFirmwareSettings: "host-firmware-settings-host-missing",
      HostFirmwareComponents: "host-firmware-components-host-missing",
      HostUpdatePolicy: "host-update-policy-host-missing",
    };
    return {
      rule: rules[kind],
      broken: [among(object(kind, spec), other()), among(object(kind, spec, { name: "rack2-u09" }), host(), other())],
      kept: [among(object(kind, spec), host()), { object: object(kind, spec) }],
    };
  }),
  {
    rule: "subscription-host-missing",
    broken: [among(subscription(), other()), among(subscription({ hostName: "rack2-u09" }), host(), other())],
    kept: [among(subscription(), host()), { object: subscription() }],
  },
  {
    rule: "claim-policy-missing",
    broken: [
      among(object("HostClaim", { poweredOn: true }), other()),
      among(
        object("HostClaim", { poweredOn: true, hostSelector: { inNamespace: "site-a" } }),
        other(),
        object("HostDeployPolicy", {}, { namespace: "site-b" }),
      ),
    ],
    kept: [
      among(object("HostClaim", { poweredOn: true }), other(), object("HostDeployPolicy", {})),
      { object: object("HostClaim", { poweredOn: true }) },
    ],
  },
];
