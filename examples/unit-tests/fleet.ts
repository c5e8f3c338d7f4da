import { BareMetalHost, cloudConfig, InstanceImage, ironicApi, ProvisionedMachine } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";

/** One server of the fleet. */
export interface Server {
  name: string;
  bmcAddress: string;
  bootMACAddress: string;
  /** Without a role, the server is only registered and inspected. */
  role?: keyof typeof packages;
}

const packages = { web: ["nginx"], database: ["postgresql"] };

const image = InstanceImage.url("https://images.example.org/debian-13.raw", {
  checksum: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
});

/** Declares the servers, and a machine on each that has a role. */
export function fleet(servers: readonly Server[]): { hosts: BareMetalHost[]; machines: ProvisionedMachine[] } {
  const config = new pulumi.Config();
  const route = ironicApi("site-a", { endpoint: config.require("ironicEndpoint") });
  const hosts: BareMetalHost[] = [];
  const machines: ProvisionedMachine[] = [];
  for (const { name, bmcAddress, bootMACAddress, role } of servers) {
    const host = new BareMetalHost(name, {
      route,
      bmc: { address: bmcAddress, username: "admin", password: config.requireSecret("bmcPassword") },
      bootMACAddress,
    });
    hosts.push(host);
    if (role) {
      machines.push(
        new ProvisionedMachine(`${role}-${name}`, {
          host,
          image,
          rootDisk: (disks) => disks.only({ type: "NVME" }),
          userData: cloudConfig({ hostname: name, packages: packages[role] }),
        }),
      );
    }
  }
  return { hosts, machines };
}
