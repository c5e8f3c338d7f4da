import type { Lab } from "@ironworks/lab";
import { StackProject } from "../../pulumi/testing/stackProject.js";

/**
 * `before`: all but `node-5` are enrolled, and `web-1` to `web-4` are installed. `after`: `web-0` is new, `web-1` has other user
 * data, `node-2` and `web-2` are gone, `node-3` is as it was, `node-4` and `web-4` have other names, `node-5` is new, and `node-6` is
 * to be on.
 */
const PROGRAM = `
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const after = config.get("phase") === "after";
const passwords = config.requireSecretObject("passwords");
const servers = config.requireObject("hosts");
const route = ironicApi("lab", { endpoint: config.require("endpoint"), ramdisk: IpaImage.iso(config.require("ramdisk")) });
const host = (at, args = {}, name = "node-" + at, opts = {}) =>
  new BareMetalHost(name, {
    route,
    bmc: { ...servers[at].bmc, password: passwords.apply((all) => all["node-" + at]) },
    bootMACAddress: servers[at].mac,
    ...args,
  }, opts);
const machine = (at, on, args = {}, name = "web-" + at, opts = {}) =>
  new ProvisionedMachine(name, {
    host: on,
    image: InstanceImage.url(config.require("image"), { checksum: config.require("checksum") }),
    rootDeviceHints: { serialNumber: servers[at].serial },
    ...args,
  }, opts);
const alias = (name) => (after ? { aliases: [{ name }] } : {});

const first = host(0);
if (after) {
  machine(0, first);
}
machine(1, host(1), { userData: config.requireSecret("userData"), reinstall: { allow: true } });
if (!after) {
  const doomed = host(2, { onDestroy: "remove" });
  machine(2, doomed, { onDestroy: "deprovision" });
}
machine(3, host(3, { online: true }));
machine(4, host(4, {}, after ? "rack1-u4" : "node-4", alias("node-4")), {}, after ? "app-4" : "web-4", alias("web-4"));
if (after) {
  host(5);
}
host(6, { online: after });
`;

/** A project with that program and a stack `dev` on a lab of seven hosts; nothing is enrolled yet. */
export async function planProject(lab: Lab): Promise<StackProject> {
  const project = await StackProject.create(PROGRAM);
  const [image] = lab.images;
  const open = lab.hosts.map(({ bmc: { password: _, ...bmc }, bootMACAddress: mac, disks }) => {
    return { bmc, mac, serial: disks[0]?.serial };
  });
  const values = {
    phase: "before",
    endpoint: lab.endpoint,
    ramdisk: lab.ramdisk.iso,
    hosts: JSON.stringify(open),
    image: image.url,
    checksum: image.checksum,
    "ironworks:lab.username": lab.credentials.username,
  };
  for (const [key, value] of Object.entries(values)) {
    await project.pulumi(["config", "set", key, value]);
  }
  await project.secret(
    "passwords",
    JSON.stringify(Object.fromEntries(lab.hosts.map(({ name, bmc }) => [name, bmc.password]))),
  );
  await project.secret("userData", "#cloud-config\n# first\n");
  await project.secret("ironworks:lab.password", lab.credentials.password);
  return project;
}
