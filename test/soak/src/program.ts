/** `index.js` of a site: it declares what `wish.json` says. */
export const PROGRAM = `
const { readFileSync } = require("node:fs");
const { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } = require("@ironworks/pulumi");
const pulumi = require("@pulumi/pulumi");
const wish = JSON.parse(readFileSync("wish.json", "utf8"));
const passwords = JSON.parse(process.env.SOAK_PASSWORDS);
const route = ironicApi("lab", { endpoint: wish.endpoint, ramdisk: IpaImage.iso(wish.ramdisk) });
for (const { name, bmc, mac, host: inputs, machine } of wish.hosts) {
  const host = new BareMetalHost(name, {
    route,
    bmc: { password: pulumi.secret(passwords[name]), ...bmc },
    bootMACAddress: mac,
    ...inputs,
  });
  if (machine) {
    new ProvisionedMachine("web-" + name, {
      host,
      image: InstanceImage.url(machine.image, { checksum: machine.checksum }),
      rootDeviceHints: { serialNumber: machine.serial },
      ...machine.inputs,
    });
  }
}
`;
