import type { StackSpec } from "@ironworks/metal3";

/** Operator and Ironic with TLS and authentication, as most people deploy them. */
export const WHOLE_STACK: StackSpec = {
  profile: "upstream",
  release: "v0.13.2",
  flags: { tls: true },
  variables: { IRONIC_HOST_IP: "10.0.20.99" },
  settings: { PROVISIONING_INTERFACE: "eno2", DHCP_RANGE: "10.0.20.100,10.0.20.199" },
  secretNames: { "ironic-credentials": "ironic-login", "baremetal-operator-ironic-htpasswd": "ironic-htpasswd" },
};
