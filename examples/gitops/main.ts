import { rmSync } from "node:fs";
import {
  BareMetalHost,
  GitOps,
  HostGuard,
  HostNamespace,
  InstanceImage,
  IpaImage,
  IronicStack,
  type OperatorRoute,
  ProvisionedMachine,
} from "@ironworks/cdk8s";
import { ApiObject, App, Chart, YamlOutputType } from "cdk8s";

/** A server of the table below. */
interface Server {
  readonly name: string;
  readonly bmc: string;
  readonly mac: string;
  /** Serial of the disk that takes the operating system. */
  readonly disk: string;
  /** What runs on it. Without it, the server is only registered and inspected. */
  readonly runs?: keyof typeof images;
  /** In a new cluster, with the system on its disk: see the guide before you write or remove this. */
  readonly installed?: "hold" | "resume";
}

/** A site with a cluster of its own, which drives the servers. */
interface Site {
  readonly name: string;
  readonly release: string;
  readonly ironic: { readonly address: string; readonly interface: string; readonly dhcp: string };
  readonly servers: readonly Server[];
}

const images = {
  debian13: InstanceImage.url("https://images.example.org/debian-13-20261101.qcow2", {
    checksum: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  }),
  debian12: InstanceImage.url("https://images.example.org/debian-12-20261001.qcow2", {
    checksum: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
  }),
};

/** One cloud-config for all servers. */
const userData = "user-data";

const sites: readonly Site[] = [
  {
    name: "berlin",
    release: "v0.13.2",
    ironic: { address: "10.10.0.2", interface: "eno2", dhcp: "10.10.0.100,10.10.0.199" },
    servers: [
      { name: "ber-r1-u1", bmc: "10.11.0.1", mac: "0c:42:a1:10:00:01", disk: "S6CKNT0W100001", runs: "debian13" },
      { name: "ber-r1-u2", bmc: "10.11.0.2", mac: "0c:42:a1:10:00:02", disk: "S6CKNT0W100002", runs: "debian13" },
      { name: "ber-r1-u3", bmc: "10.11.0.3", mac: "0c:42:a1:10:00:03", disk: "S6CKNT0W100003", runs: "debian12" },
      { name: "ber-r1-u4", bmc: "10.11.0.4", mac: "0c:42:a1:10:00:04", disk: "S6CKNT0W100004" },
      { name: "ber-r1-u5", bmc: "10.11.0.5", mac: "0c:42:a1:10:00:05", disk: "S6CKNT0W100005" },
    ],
  },
  {
    name: "lisbon",
    release: "v0.12.6",
    ironic: { address: "10.20.0.2", interface: "enp65s0f1", dhcp: "10.20.0.100,10.20.0.199" },
    servers: [
      { name: "lis-r1-u1", bmc: "10.21.0.1", mac: "0c:42:a1:20:00:01", disk: "S6CKNT0W200001", runs: "debian13" },
      {
        name: "lis-r1-u2",
        bmc: "10.21.0.2",
        mac: "0c:42:a1:20:00:02",
        disk: "S6CKNT0W200002",
        runs: "debian13",
        installed: "hold",
      },
      { name: "lis-r1-u3", bmc: "10.21.0.3", mac: "0c:42:a1:20:00:03", disk: "S6CKNT0W200003" },
    ],
  },
];

/** A Secret out of the site's vault; the hosts' objects only name it. */
function secretFromVault(chart: Chart, name: string, path: string, keys: readonly string[]): string {
  const secret = new ApiObject(chart, `secret-${name}`, {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name },
    spec: {
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      target: {
        creationPolicy: "Orphan",
        deletionPolicy: "Retain",
        template: { metadata: { labels: { "environment.metal3.io": "baremetal" } } },
      },
      data: keys.map((key) => ({ secretKey: key, remoteRef: { key: path, property: key } })),
    },
  });
  GitOps.protect(secret);
  return name;
}

function addServer(chart: Chart, route: OperatorRoute, server: Server): void {
  const host = new BareMetalHost(chart, server.name, {
    route,
    bmc: {
      address: `redfish-virtualmedia://${server.bmc}/redfish/v1/Systems/1`,
      credentialsName: secretFromVault(chart, `${server.name}-bmc`, `bmc/${server.name}`, ["username", "password"]),
    },
    bootMACAddress: server.mac,
    rootDeviceHints: { serialNumber: server.disk },
  });
  if (!server.runs) {
    return;
  }
  new ProvisionedMachine(chart, `${server.name}-machine`, {
    host,
    image: images[server.runs],
    userData: { name: userData },
    ...(server.installed && { installed: { resume: server.installed === "resume" } }),
  });
}

function addSite(app: App, { release, ironic, servers }: Site): void {
  const stack = new IronicStack(app, "metal3", {
    release,
    flags: { tls: true },
    variables: { IRONIC_HOST_IP: ironic.address },
    settings: {
      PROVISIONING_INTERFACE: ironic.interface,
      DHCP_RANGE: ironic.dhcp,
      IRONIC_ENDPOINT: `https://${ironic.address}:6385/v1/`, // where the operator looks for Ironic
      CACHEURL: "", // there is no cache of ramdisks
    },
    // What Ironic's own containers download and serve.
    ramdisk: IpaImage.kernelInitramfs({
      kernel: `http://${ironic.address}:6180/images/ironic-python-agent.kernel`,
      initramfs: `http://${ironic.address}:6180/images/ironic-python-agent.initramfs`,
    }),
    secretNames: { "ironic-credentials": "ironic-login", "baremetal-operator-ironic-htpasswd": "ironic-htpasswd" },
  });
  new HostGuard(stack.prerequisites, "guard");
  const { name: namespace } = new HostNamespace(stack.prerequisites, "servers");
  const hosts = new Chart(app, "hosts", { namespace });
  secretFromVault(hosts, userData, "servers/user-data", ["userData"]);
  for (const server of servers) {
    addServer(hosts, stack.operator, server);
  }
}

const folder = process.env.CDK8S_OUTDIR ?? "dist";
rmSync(folder, { recursive: true, force: true }); // a file that nobody writes any more would still be applied

for (const site of sites) {
  const app = new App({
    outdir: `${folder}/${site.name}`,
    yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  });
  addSite(app, site);
  for (const warning of [...IronicStack.warnings(app), ...BareMetalHost.warnings(app)]) {
    console.warn(`${site.name}: ${warning}`);
  }
  app.synth();
}
