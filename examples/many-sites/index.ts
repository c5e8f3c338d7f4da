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

/** One server of a site. */
interface Server {
  bmcAddress: string;
  bootMACAddress: string;
  /** Serial of the disk that takes the operating system. Without it, the server is only registered and inspected. */
  rootDiskSerial?: string;
}

/** One site of the stack's configuration, `many-sites:sites`. */
interface Site {
  ironicEndpoint: string;
  /** What the site's servers can reach: a mirror in the site, for one. */
  ramdiskIso: string;
  imageUrl: string;
  /** File with the certificate authorities of the site's Ironic. Default: the system's. */
  caFile?: string;
  /** By name. */
  servers: Record<string, Server>;
}

const config = new pulumi.Config();
const imageChecksum = config.require("imageChecksum");
const bmcPasswords = config.requireSecretObject<Record<string, string>>("bmcPasswords");

export const disks: Record<string, Record<string, pulumi.Output<string>>> = {};

for (const [name, site] of Object.entries(config.requireObject<Record<string, Site>>("sites"))) {
  // Its name is part of the keys of its credentials: ironworks:<name>.username and ironworks:<name>.password.
  const route = ironicApi(name, {
    endpoint: site.ironicEndpoint,
    ramdisk: IpaImage.iso(site.ramdiskIso),
    caFile: site.caFile,
  });
  // An image is its checksum: another mirror of the same bytes reinstalls nothing.
  const image = InstanceImage.url(site.imageUrl, { checksum: imageChecksum });
  disks[name] = {};
  for (const [server, settings] of Object.entries(site.servers)) {
    const machine = addServer(`${name}-${server}`, settings, route, image);
    if (machine) {
      disks[name][server] = machine.rootDisk.apply((disk) => disk.name);
    }
  }
}

function addServer(id: string, server: Server, route: IronicApi, image: InstanceImage): ProvisionedMachine | undefined {
  const { bmcAddress, bootMACAddress, rootDiskSerial } = server;
  const host = new BareMetalHost(id, {
    route,
    bmc: {
      address: bmcAddress,
      username: config.require("bmcUsername"),
      password: bmcPasswords.apply((passwords) => passwords[id] ?? ""),
      disableCertificateVerification: config.requireBoolean("bmcInsecure"),
    },
    bootMACAddress,
  });
  return rootDiskSerial === undefined
    ? undefined
    : new ProvisionedMachine(`${id}-system`, {
        host,
        image,
        rootDisk: (disks) => disks.only({ serial: rootDiskSerial }),
        userData: cloudConfig({ hostname: id }),
      });
}
