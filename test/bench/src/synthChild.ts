/** `node synthChild.js <what> <size>`: does one piece of work in a process of its own, and prints what it took as JSON. */
import { hostObject, hostObjectProblems, type KubernetesObject, ObjectSet } from "@ironworks/metal3";

export interface Taken {
  /** The work alone, without the start of the process. */
  readonly milliseconds: number;
  /** Largest size of the process. */
  readonly megabytes: number;
  /** Of what was made. */
  readonly characters: number;
}

/** A host that is right; each number gives another. */
function hostOf(number: number) {
  const bytes = [16, 8, 0].map((bits) => ((number >> bits) & 255).toString(16).padStart(2, "0"));
  return {
    bmc: {
      address: `redfish-virtualmedia://10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}/redfish/v1/Systems/1`,
      credentialsName: `node-${number}-bmc`,
    },
    bootMACAddress: `0c:42:a1:${bytes.join(":")}`,
    rootDeviceHints: { serialNumber: `S6CKNT0W${number}` },
  };
}

/** Every other host has a machine. */
function hasMachine(number: number): boolean {
  return number % 2 === 0;
}

const IMAGE = {
  kind: "instance-image",
  url: "https://images.example.org/debian-13.qcow2",
  checksum: { algorithm: "sha256", value: "a".repeat(64) },
  format: "qcow2",
} as const;

/** Hosts as objects, checked alone and with each other. */
function hostsByMetal3(size: number): string {
  const release = "v0.13.2";
  const inputs = Array.from({ length: size }, (_, number) => ({
    metadata: { name: `node-${number}`, namespace: "metal3" },
    host: hostOf(number),
    ...(hasMachine(number) && { machine: { image: IMAGE, userData: { name: "user-data" } } }),
    release,
  })) as readonly Parameters<typeof hostObject>[0][];
  const objects: readonly KubernetesObject[] = inputs.map(hostObject);
  const set = new ObjectSet(objects);
  for (const [index, input] of inputs.entries()) {
    const { host, machine } = hostObjectProblems(input, objects[index], set);
    if (host.length + machine.length > 0) {
      throw new Error(JSON.stringify([host, machine]));
    }
  }
  return JSON.stringify(objects);
}

/** The same as an app of one chart, as YAML. */
function hostsByCdk8s(size: number): string {
  const { App, Chart } = require("cdk8s") as typeof import("cdk8s");
  const { BareMetalHost, OperatorRoute, ProvisionedMachine } =
    require("@ironworks/cdk8s") as typeof import("@ironworks/cdk8s");
  const app = new App();
  const chart = new Chart(app, "hosts", { namespace: "metal3" });
  const route = OperatorRoute.forRelease("v0.13.2");
  for (let number = 0; number < size; number++) {
    const host = new BareMetalHost(chart, `node-${number}`, { route, ...hostOf(number) });
    if (hasMachine(number)) {
      new ProvisionedMachine(chart, `machine-${number}`, { host, image: IMAGE, userData: { name: "user-data" } });
    }
  }
  return app.synthYaml();
}

const WORK: Readonly<Record<string, (size: number) => string>> = {
  "hosts by metal3": hostsByMetal3,
  "hosts by cdk8s": hostsByCdk8s,
};

function main([what = "", size = "0"]: readonly string[]): void {
  const run = WORK[what];
  if (!run) {
    throw new Error(`\`${what}\` is not one of ${Object.keys(WORK).join(", ")}`);
  }
  // Compiled once, as in a program of any length.
  run(Math.min(100, Number(size)));
  const started = performance.now();
  const { length } = run(Number(size));
  const taken: Taken = {
    milliseconds: performance.now() - started,
    megabytes: process.resourceUsage().maxRSS / 1024,
    characters: length,
  };
  process.stdout.write(JSON.stringify(taken));
}

main(process.argv.slice(2));
