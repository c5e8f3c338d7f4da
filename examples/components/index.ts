import {
  BareMetalHost,
  cloudConfig,
  InstanceImage,
  IpaImage,
  type IronicApi,
  ironicApi,
  ProvisionedMachine,
} from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";

/** One server of a rack. */
interface Server {
  bmcAddress: string;
  bootMACAddress: string;
}

interface RackArgs {
  route: IronicApi;
  /** By unit, such as `u1`. */
  servers: Record<string, Server>;
  bmcUsername: string;
  /** By the server's name, such as `rack-1-u1`. */
  bmcPasswords: pulumi.Input<Record<string, string>>;
  bmcInsecure: boolean;
  /** What to install. Without it, the servers are only registered and inspected. */
  image?: InstanceImage | undefined;
}

/** The servers of a rack and, where there is an image, the machines on them. */
class Rack extends pulumi.ComponentResource {
  readonly hosts: Record<string, BareMetalHost> = {};
  readonly machines: Record<string, ProvisionedMachine> = {};

  constructor(name: string, args: RackArgs, opts?: pulumi.ComponentResourceOptions) {
    super("acme:index:Rack", name, {}, opts); // {}: Pulumi stores what it gets here, and the arguments hold passwords
    for (const [unit, server] of Object.entries(args.servers)) {
      const id = `${name}-${unit}`;
      const host = new BareMetalHost(
        id,
        {
          route: args.route,
          bmc: {
            address: server.bmcAddress,
            username: args.bmcUsername,
            password: pulumi.output(args.bmcPasswords).apply((passwords) => passwords[id] ?? ""),
            disableCertificateVerification: args.bmcInsecure,
          },
          bootMACAddress: server.bootMACAddress,
        },
        { parent: this },
      );
      this.hosts[unit] = host;
      if (args.image) {
        this.machines[unit] = new ProvisionedMachine(
          `${id}-system`,
          {
            host,
            image: args.image,
            rootDisk: (disks) => disks.smallest({ type: "NVME" }),
            userData: cloudConfig({ hostname: id }),
          },
          { parent: this },
        );
      }
    }
    this.registerOutputs({ servers: Object.keys(this.hosts) });
  }
}

const config = new pulumi.Config();
const route = ironicApi("site-a", {
  endpoint: config.require("ironicEndpoint"), // its credentials: ironworks:site-a.username and .password
  ramdisk: IpaImage.iso(config.require("ramdiskIso")),
});
const image = InstanceImage.url(config.require("imageUrl"), { checksum: config.require("imageChecksum") });
const install = config.requireBoolean("install");

export const disks: Record<string, Record<string, pulumi.Output<string>>> = {};

for (const [name, servers] of Object.entries(config.requireObject<Record<string, RackArgs["servers"]>>("racks"))) {
  const rack = new Rack(name, {
    route,
    servers,
    bmcUsername: config.require("bmcUsername"),
    bmcPasswords: config.requireSecretObject<Record<string, string>>("bmcPasswords"),
    bmcInsecure: config.requireBoolean("bmcInsecure"),
    image: install ? image : undefined,
  });
  disks[name] = Object.fromEntries(
    Object.entries(rack.machines).map(([unit, { rootDisk }]) => [unit, rootDisk.apply((disk) => disk.name)]),
  );
}
