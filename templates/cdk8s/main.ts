import {
  BareMetalHost,
  HostGuard,
  HostNamespace,
  InstanceImage,
  IpaImage,
  IronicStack,
  ProvisionedMachine,
} from "@ironworks/cdk8s";
import { App, Chart, YamlOutputType } from "cdk8s";

/** A server of the table below. */
interface Server {
  readonly name: string;
  readonly bmc: string;
  readonly mac: string;
  /** Serial of the disk that takes the operating system. Without it, the server is only registered and inspected. */
  readonly disk?: string;
}

const servers: readonly Server[] = [
  { name: "node-0", bmc: "10.0.1.2", mac: "00:35:30:2a:ad:48" },
  { name: "node-1", bmc: "10.0.1.3", mac: "00:35:30:2a:ad:49", disk: "S6CKNT0W100002" },
];

const image = InstanceImage.url("https://images.example.org/debian-13.qcow2", {
  checksum: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
});

const app = new App({
  outdir: process.env.CDK8S_OUTDIR ?? "dist",
  yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
});

const address = "10.0.20.99";
const stack = new IronicStack(app, "metal3", {
  release: "v0.13.2",
  flags: { tls: true },
  variables: { IRONIC_HOST_IP: address },
  settings: {
    PROVISIONING_INTERFACE: "eno2",
    DHCP_RANGE: "10.0.20.100,10.0.20.199",
    IRONIC_ENDPOINT: `https://${address}:6385/v1/`, // where the operator looks for Ironic
    CACHEURL: "", // there is no cache of ramdisks
  },
  // What Ironic's own containers download and serve.
  ramdisk: IpaImage.kernelInitramfs({
    kernel: `http://${address}:6180/images/ironic-python-agent.kernel`,
    initramfs: `http://${address}:6180/images/ironic-python-agent.initramfs`,
  }),
  // Made by you, or by an operator such as External Secrets: no credential is written here.
  secretNames: { "ironic-credentials": "ironic-login", "baremetal-operator-ironic-htpasswd": "ironic-htpasswd" },
});
new HostGuard(stack.prerequisites, "guard");
const { name: namespace } = new HostNamespace(stack.prerequisites, "servers");

const hosts = new Chart(app, "hosts", { namespace });
for (const { name, bmc, mac, disk } of servers) {
  const host = new BareMetalHost(hosts, name, {
    route: stack.operator,
    bmc: { address: `redfish-virtualmedia://${bmc}/redfish/v1/Systems/1`, credentialsName: `${name}-bmc` },
    bootMACAddress: mac,
    ...(disk && { rootDeviceHints: { serialNumber: disk } }),
  });
  if (disk) {
    new ProvisionedMachine(hosts, `${name}-machine`, { host, image });
  }
}

for (const warning of [...IronicStack.warnings(app), ...BareMetalHost.warnings(app)]) {
  console.warn(warning);
}
app.synth();
