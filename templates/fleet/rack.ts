import { BareMetalHost, cloudConfig, type InstanceImage, type IronicApi, ProvisionedMachine } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { roles, type Server } from "./servers";

export interface RackArgs {
  route: IronicApi;
  image: InstanceImage;
  servers: Record<string, Server>;
  bmc: {
    username: string;
    /** By the server's name, such as `rack-1-u1`. */
    passwords: pulumi.Input<Record<string, string>>;
    insecure: boolean;
  };
}

/** The servers of a rack, and a machine on each that has a role. */
export class Rack extends pulumi.ComponentResource {
  readonly hosts: Record<string, BareMetalHost> = {};
  readonly machines: Record<string, ProvisionedMachine> = {};

  constructor(name: string, { route, image, servers, bmc }: RackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fleet:index:Rack", name, {}, opts); // {}: Pulumi stores what it gets here, and the arguments hold passwords
    for (const [unit, { bmcAddress, bootMACAddress, role }] of Object.entries(servers)) {
      const id = `${name}-${unit}`;
      const host = new BareMetalHost(
        id,
        {
          route,
          bmc: {
            address: bmcAddress,
            username: bmc.username,
            password: pulumi.output(bmc.passwords).apply((passwords) => passwords[id] ?? ""),
            disableCertificateVerification: bmc.insecure,
          },
          bootMACAddress,
        },
        { parent: this },
      );
      this.hosts[id] = host;
      if (role) {
        this.machines[id] = new ProvisionedMachine(
          `${role}-${id}`,
          {
            host,
            image,
            rootDisk: (disks) => disks.smallest({ type: "NVME" }),
            userData: cloudConfig({ hostname: id, packages: roles[role] }),
          },
          { parent: this },
        );
      }
    }
    this.registerOutputs({ servers: Object.keys(this.hosts) });
  }
}
