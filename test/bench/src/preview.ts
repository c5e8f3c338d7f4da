/**
 * `pnpm bench:preview [hosts]`: a preview that finds nothing to do, of hosts with a machine each, against one of as many dynamic
 * resources that do nothing. Same engine, same Node, in turns.
 */
import { type AutomationStack, automationStack } from "@ironworks/engine";
import { Lab, type LabHost } from "@ironworks/lab";
import { BareMetalHost, InstanceImage, IpaImage, ironicApi, ProvisionedMachine } from "@ironworks/pulumi";
import * as pulumi from "@pulumi/pulumi";
import { median } from "./measure.js";

const DEFAULT_HOSTS = 1_000;
const ROUNDS = 3;
const MOST_RATIO = 1.1;
const PARALLEL = 16;

/** A resource of a state, as `pulumi stack export` has it. */
interface Entry {
  readonly urn: string;
  readonly type: string;
}

/** As little as a dynamic resource can do: its provider does not even compare. */
class Trivial extends pulumi.CustomResource {
  constructor(name: string, args: Readonly<Record<string, pulumi.Input<unknown>>>) {
    const provider = `exports.handler = () => ({ create: async (inputs) => ({ id: "one", outs: inputs }) });`;
    super("pulumi-nodejs:dynamic/bench:Trivial", name, { ...args, __provider: provider });
  }
}

/** The numbered copy of a host that the lab has: a BMC and a MAC of its own. */
function copyOf(host: LabHost, number: number): { readonly uuid: string; readonly mac: string; readonly name: string } {
  const digits = number.toString(16).padStart(6, "0");
  const uuid = systemOf(host);
  return {
    uuid: `${uuid.slice(0, -6)}${digits}`,
    mac: `0e:${host.bootMACAddress.slice(3, 8)}:${digits.replace(/(..)(..)(..)/, "$1:$2:$3")}`,
    name: `${host.name}-${number}`,
  };
}

function systemOf(host: LabHost): string {
  return host.bmc.address.split("/").at(-1) ?? "";
}

const ours =
  (lab: Lab, count: number): pulumi.automation.PulumiFn =>
  async () => {
    const [host] = lab.hosts;
    const [image] = lab.images;
    const route = ironicApi("lab", {
      endpoint: lab.endpoint,
      ramdisk: IpaImage.iso(lab.ramdisk.iso),
      ...lab.credentials,
    });
    for (let number = 0; number < count; number++) {
      const { uuid, mac, name } = number === 0 ? { ...copyOf(host, 0), ...original(host) } : copyOf(host, number);
      const bmc = { ...host.bmc, address: host.bmc.address.replace(systemOf(host), uuid) };
      const bare = new BareMetalHost(name, { route, bmc, bootMACAddress: mac });
      new ProvisionedMachine(`os-${name}`, {
        host: bare,
        image: InstanceImage.url(image.url, { checksum: image.checksum }),
        rootDeviceHints: { serialNumber: host.disks[0]?.serial },
      });
    }
  };

function original(host: LabHost): { readonly uuid: string; readonly mac: string } {
  return { uuid: systemOf(host), mac: host.bootMACAddress };
}

const trivial =
  (count: number): pulumi.automation.PulumiFn =>
  async () => {
    for (let number = 0; number < count; number++) {
      new Trivial(`one-${number}`, { number });
    }
  };

/** Puts a numbered copy of what is in the state beside it, as though each had been installed. */
async function multiply({ stack }: AutomationStack, host: LabHost, count: number): Promise<void> {
  const exported = await stack.exportStack();
  const { resources } = exported.deployment as { readonly resources: readonly Entry[] };
  const first = copyOf(host, 0).name;
  const ourOwn = resources.filter(({ urn }) => urn.endsWith(`::${first}`) || urn.endsWith(`::os-${first}`));
  const text = JSON.stringify(ourOwn);
  const copies = Array.from({ length: count - 1 }, (_, at) => {
    const { uuid, mac, name } = copyOf(host, at + 1);
    const copied = text
      .replaceAll(systemOf(host), uuid)
      .replaceAll(host.bootMACAddress, mac)
      .replaceAll(new RegExp(`${first}(?![0-9])`, "g"), name);
    return JSON.parse(copied) as readonly Entry[];
  });
  const deployment = { ...exported.deployment, resources: [...resources, ...copies.flat()] };
  await stack.importStack({ ...exported, deployment });
}

async function previewed(
  { stack }: AutomationStack,
  program: pulumi.automation.PulumiFn,
  expected: number,
): Promise<number> {
  const began = performance.now();
  const { changeSummary } = await stack.preview({ program, parallel: PARALLEL });
  const seconds = (performance.now() - began) / 1000;
  const { same = 0, ...others } = changeSummary as Readonly<Record<string, number>>;
  if (same !== expected || Object.keys(others).length > 0) {
    throw new Error(`the preview found ${JSON.stringify(changeSummary)}, not ${expected} that stay the same`);
  }
  return seconds;
}

async function main(): Promise<void> {
  const hosts = Number(process.argv[2] ?? DEFAULT_HOSTS);
  await using lab = await Lab.start({ hosts: 1 });
  const { username, password } = lab.credentials;
  const config = {
    "ironworks:lab.username": { value: username, secret: false },
    "ironworks:lab.password": { value: password, secret: true },
  };
  const real = await automationStack({ projectName: "preview", stackName: "ours", config });
  const none = await automationStack({ projectName: "preview", stackName: "trivial" });
  try {
    console.error("installs one host");
    await real.stack.up({ program: ours(lab, 1) });
    await multiply(real, lab.hosts[0], hosts);
    console.error(`makes ${2 * hosts} trivial resources`);
    await none.stack.up({ program: trivial(2 * hosts), parallel: PARALLEL });
    // The stack itself is one more.
    const expected = 2 * hosts + 1;
    const before = lab.requests().length;
    const times = { ours: [] as number[], trivial: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.ours.push(await previewed(real, ours(lab, hosts), expected));
      times.trivial.push(await previewed(none, trivial(2 * hosts), expected));
      console.error(`round ${round + 1}: ${times.ours[round]?.toFixed(1)} s ÷ ${times.trivial[round]?.toFixed(1)} s`);
    }
    const ratio = median(times.ours) / median(times.trivial);
    const verdict = ratio <= MOST_RATIO ? `at most ${MOST_RATIO}` : `MORE THAN ${MOST_RATIO}`;
    console.log(`no-op preview of ${hosts} hosts and ${hosts} machines: ${median(times.ours).toFixed(1)} s`);
    console.log(`no-op preview of ${2 * hosts} trivial dynamic resources: ${median(times.trivial).toFixed(1)} s`);
    console.log(`ratio: ${ratio.toFixed(3)}; ${verdict}`);
    console.log(`requests to Ironic a preview: ${((lab.requests().length - before) / ROUNDS).toFixed(1)}`);
    if (ratio > MOST_RATIO) {
      process.exitCode = 1;
    }
  } finally {
    await real.dispose();
    await none.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
