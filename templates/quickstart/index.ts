import {
  BareMetalHost,
  cloudConfig,
  type Hardware,
  InstanceImage,
  IpaImage,
  ironicApi,
  ProvisionedMachine,
} from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";

/** One server of the stack's configuration, `servers`. */
interface Server {
  name: string;
  bmcAddress: string;
  bootMACAddress: string;
  /** Serial of the disk that takes the operating system. Without it, the server is only registered and inspected. */
  rootDiskSerial?: string;
  /** What a change may do that only an install applies. Default: refuse. */
  whenChanged?: "refuse" | "reinstall" | "pending";
}

const config = new pulumi.Config();
const siteA = ironicApi("site-a", {
  endpoint: config.require("ironicEndpoint"), // its credentials: ironworks:site-a.username and .password
  ramdisk: IpaImage.iso(config.require("ramdiskIso")),
});
const image = InstanceImage.url(config.require("imageUrl"), { checksum: config.require("imageChecksum") });
const bmcPasswords = config.requireSecretObject<Record<string, string>>("bmcPasswords");

export const hardware: Record<string, pulumi.Output<Hardware | undefined>> = {};
export const machines: Record<string, pulumi.Output<string>> = {};

for (const server of config.requireObject<Server[]>("servers")) {
  const { name, rootDiskSerial, whenChanged = "refuse" } = server;
  const host = new BareMetalHost(name, {
    route: siteA,
    bmc: {
      address: server.bmcAddress,
      username: config.require("bmcUsername"),
      password: bmcPasswords.apply((passwords) => passwords[name] ?? ""),
      disableCertificateVerification: config.requireBoolean("bmcInsecure"),
    },
    bootMACAddress: server.bootMACAddress,
  });
  hardware[name] = host.hardware;

  if (rootDiskSerial) {
    const machine = new ProvisionedMachine(`web-${name}`, {
      host,
      image,
      rootDisk: (disks) => disks.only({ serial: rootDiskSerial }),
      userData: cloudConfig({ hostname: name, writeFiles: [{ path: "/etc/motd", content: config.require("motd") }] }),
      reinstall: { allow: whenChanged === "reinstall" },
      whenInstalled: whenChanged === "pending" ? "pending" : "refuse",
    });
    machines[name] = pulumi.interpolate`${machine.rootDisk.apply((disk) => disk.name)}: ${machine.provisionState}`;
  }
}
