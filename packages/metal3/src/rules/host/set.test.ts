import type { Manifest } from "../manifest.js";
import { describeRules } from "../testing/describeRules.js";
import { among, BMC, host, hostAt, IPMI, MAC, otherHost, REDFISH } from "../testing/ruleCase.js";
import { HOST_SET_RULES } from "./set.js";

function secret(name: string, data: Manifest, namespace = "site-a"): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, data };
}

const CREDENTIALS = secret(BMC.credentialsName, { username: "b3Bz", password: "c2VjcmV0" });

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

describeRules(HOST_SET_RULES, [
  {
    rule: "host-duplicate-bmc",
    broken: [
      among(host(), otherHost({ bmc: { ...BMC, address: "redfish://10.30.2.7:443/redfish/v1/Systems/1/" } })),
      among(
        hostAt("10.30.2.7"),
        otherHost({ bmc: { ...BMC, address: "ipmi://10.30.2.7:623" } }, { namespace: "site-b" }),
      ),
    ],
    kept: [
      among(host(), otherHost()),
      among(host(), otherHost({ bmc: { ...BMC, address: "redfish://10.30.2.7/redfish/v1/Systems/2" } })),
      among(host(), host({ online: false })),
    ],
  },
  {
    rule: "host-duplicate-boot-mac",
    broken: [
      among(host(), otherHost({ bootMACAddress: MAC })),
      among(host(), otherHost({ bootMACAddress: MAC.toUpperCase() }, { namespace: "site-b" })),
    ],
    kept: [
      among(host(), otherHost()),
      among(host({ bootMACAddress: undefined }), otherHost({ bootMACAddress: undefined })),
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
    rule: "host-network-boot-without-dhcp",
    broken: [among(hostAt(REDFISH), ironic({ interface: "eno2" })), among(hostAt(IPMI), ironic({}))],
    kept: [
      among(hostAt(REDFISH), ironic({ dhcp: { networkCIDR: "10.30.0.0/22" } })),
      among(host(), ironic({ interface: "eno2" })),
      { object: hostAt(IPMI) },
    ],
  },
]);
