import { type HostSpec, InstanceImage, type OperationContext } from "@ironworks/core";
import { type Call, IronicDriver } from "@ironworks/ironic";
import type { Lab, LabHost } from "@ironworks/lab";

/** What came of one run. */
export interface LivesReport {
  readonly hosts: number;
  readonly seconds: number;
  /** Of each host that did not end as an installed one: why. */
  readonly failures: readonly string[];
  /** Every request that the client sent, in order. */
  readonly calls: readonly Call[];
  /** What Ironic says it received from clients. */
  readonly received: number;
}

/**
 * Takes every host of a lab from nothing to an installed operating system, all side by side.
 *
 * @param inspectionMode - `agent` boots the ramdisk to look at the hardware; `fast` only asks the BMC.
 */
export async function wholeLives(
  lab: Lab,
  inspectionMode: NonNullable<HostSpec["inspectionMode"]> = "agent",
): Promise<LivesReport> {
  const calls: Call[] = [];
  const { endpoint, credentials, ramdisk } = lab;
  const driver = new IronicDriver({
    name: "bench",
    endpoint,
    credentials,
    ramdisk: { kind: "ipa-image", media: "iso", iso: ramdisk.iso },
    onCall: (call) => calls.push(call),
  });
  const before = fromClients(lab);
  const started = Date.now();
  const ended = await Promise.allSettled(lab.hosts.map((host) => life(driver, lab, host, inspectionMode)));
  driver.close();
  return {
    hosts: lab.hosts.length,
    seconds: (Date.now() - started) / 1000,
    failures: ended.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : [])),
    calls,
    received: fromClients(lab) - before,
  };
}

async function life(
  driver: IronicDriver,
  lab: Lab,
  labHost: LabHost,
  inspectionMode: HostSpec["inspectionMode"],
): Promise<void> {
  const owner = "acme/bench/calls";
  const context: OperationContext = { signal: new AbortController().signal, report: () => undefined };
  const { bmc, bootMACAddress, name, disks } = labHost;
  const host = await driver.createHost({ owner, hostId: name, spec: { bmc, bootMACAddress, inspectionMode } }, context);
  const [image] = lab.images;
  const spec = {
    image: InstanceImage.url(image.url, { checksum: image.checksum, format: image.format }),
    rootDeviceHints: { serialNumber: disks[0]?.serial },
    userData: "#cloud-config\n{}\n",
  };
  const machine = await driver.createMachine({ owner, machineId: `os-${name}`, host, spec }, context);
  if (machine.provisionState !== "active") {
    throw new Error(`${name} ended in ${machine.provisionState}`);
  }
}

function fromClients(lab: Lab): number {
  return lab.requests().filter(({ by }) => by === "client").length;
}
