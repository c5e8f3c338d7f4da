import { join } from "node:path";
import type { RamdiskIronicClient } from "../agent/ramdiskIronicClient.js";
import type { EmulatedBmc } from "../bmc/emulatedBmc.js";
import { type BmcsParts, startBmcs } from "../bmc/startBmcs.js";
import { LabError } from "../error.js";
import type { FaultView } from "../faults/faultView.js";
import type { HostShape } from "../host/hostShape.js";
import { buildHardware, type HostHardware, type LabHost } from "../host/labHost.js";
import { Machine } from "../host/machine.js";
import type { LabSettings } from "../labOptions.js";
import type { Ledger } from "../ledger.js";
import type { LabFrame } from "./labFrame.js";
import type { LabNetwork } from "./startNetwork.js";

/** The hardware of a lab, by the kind of its BMCs. */
export interface LabHardware {
  readonly redfish: readonly HostHardware[];
  readonly ipmi: readonly HostHardware[];
}

/** What hosts need of the rest of the lab. */
export interface HostParts {
  readonly hardware: LabHardware;
  readonly network: LabNetwork;
  readonly ironic: RamdiskIronicClient;
  readonly faults: FaultView;
  readonly ledger: Ledger;
}

/** The hosts that run. */
export interface LabHosts {
  readonly hosts: readonly LabHost[];
  /** @throws LabError `LAB_UNKNOWN_HOST`. */
  bmc(host: string): EmulatedBmc;
  power(host: string): "on" | "off";
}

/** Makes the hosts' disks, in one folder a host below `folder`. */
export async function makeHardware(settings: LabSettings, folder: string): Promise<LabHardware> {
  const build = (shapes: readonly HostShape[], first: number) =>
    Promise.all(shapes.map((shape, at) => buildHardware(first + at, shape, folder)));
  return {
    redfish: await build(settings.redfishShapes, 0),
    ipmi: await build(settings.ipmiShapes, settings.redfishShapes.length),
  };
}

/** Starts the BMC of every host, and lets it switch the machine behind it. */
export async function startHosts(frame: LabFrame, parts: HostParts): Promise<LabHosts> {
  const { hardware, network, ironic, faults, ledger } = parts;
  const bmcs = await startBmcs(bmcsParts(frame, parts));
  const bmcOf = (host: string): EmulatedBmc => {
    const bmc = bmcs.get(host);
    if (bmc === undefined) {
      throw new LabError("LAB_UNKNOWN_HOST", `There is no host \`${host}\`.`);
    }
    return bmc;
  };
  const all = [...hardware.redfish, ...hardware.ipmi];
  const machines = new Map<string, Machine>();
  for (const host of all) {
    const machine = new Machine({
      host,
      ironic,
      callbackUrl: network.agents.callbackUrl(host.uuid),
      faults,
      ledger,
      powerOff: () => bmcOf(host.name).powerOff(),
      log: (line) => frame.log.write(`${host.name}: ${line}`),
    });
    network.agents.add(machine);
    machines.set(host.name, machine);
  }
  frame.onClose(async () => {
    for (const machine of machines.values()) {
      machine.agent?.end();
    }
  });
  frame.onClose(async () => {
    await Promise.all([...bmcs.values()].map((bmc) => bmc.close()));
  });
  return {
    hosts: all.map((host) => ({ ...host, bmc: bmcOf(host.name).spec })),
    bmc: bmcOf,
    power: (host) => machines.get(host)?.power ?? "off",
  };
}

function bmcsParts({ supervisor, folder, logs, prepared, secrets, signal }: LabFrame, parts: HostParts): BmcsParts {
  return {
    supervisor,
    folder: join(folder, "bmc"),
    logs,
    redfishHosts: parts.hardware.redfish,
    ipmiHosts: parts.hardware.ipmi,
    redfishEnvironment: prepared.bmc,
    ipmiEnvironment: prepared.ipmi,
    accounts: secrets.bmcs,
    wrongAccount: secrets.wrong,
    untrusted: secrets.untrusted,
    notifyUrl: parts.network.agents.notifyUrl,
    certificate: secrets.certificate,
    key: secrets.key,
    signal,
  };
}
