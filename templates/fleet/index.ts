import { InstanceImage, IpaImage, ironicApi } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { Rack } from "./rack";
import { racks } from "./servers";

const config = new pulumi.Config();
const route = ironicApi("site-a", {
  endpoint: config.require("ironicEndpoint"), // its credentials: ironworks:site-a.username and .password
  ramdisk: IpaImage.iso(config.require("ramdiskIso")),
});
const image = InstanceImage.url(config.require("imageUrl"), { checksum: config.require("imageChecksum") });
const bmc = {
  username: config.require("bmcUsername"),
  passwords: config.requireSecretObject<Record<string, string>>("bmcPasswords"),
  insecure: config.requireBoolean("bmcInsecure"),
};

const made = Object.entries(racks).map(([name, servers]) => new Rack(name, { route, image, servers, bmc }));

/** The disks that inspection found, by server. */
export const disks = Object.fromEntries(
  made.flatMap(({ hosts }) => Object.entries(hosts)).map(([id, host]) => [id, host.hardware.storage]),
);
