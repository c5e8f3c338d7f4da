import type { Disk, Hardware } from "@ironworks/core";
import type { FleetStatus, HardwareByNode } from "../hostStatus.js";
import { AVAILABLE, FAILED, fleetHost, fleetOf, INSTALLING } from "./fleetFixture.js";

/** A fleet of 24, for the picture in the documentation. */
export function exampleFleet(count = 24): FleetStatus {
  const odd = new Map<number, object>([
    [3, FAILED],
    [7, INSTALLING],
    [8, { ...INSTALLING, provisionState: "inspect wait", step: undefined, machine: undefined, rootDisk: undefined }],
    [15, AVAILABLE],
    [16, { ...AVAILABLE, detached: true }],
  ]);
  return fleetOf(Array.from({ length: count }, (_, index) => fleetHost(index, odd.get(index) ?? {})));
}

/** Two disks and two cables a host. */
export function exampleHardware({ hosts }: FleetStatus): HardwareByNode {
  return new Map(hosts.map(({ nodeUuid, host }) => [nodeUuid ?? "", hardwareOf(Number(host.replace(/\D/g, "")))]));
}

function hardwareOf(index: number): Hardware {
  const disk = (name: string, type: "NVME" | "HDD", sizeGiB: number, serial: string): Disk => {
    return { name: `/dev/${name}`, type, sizeGiB, sizeBytes: sizeGiB * 2 ** 30, serial, model: `${type} ${sizeGiB}` };
  };
  const cable = (nic: number) => ({
    name: `eno${nic}`,
    mac: `52:54:00:00:0${nic}:${index.toString(16).padStart(2, "0")}`,
    lldp: {
      switchName: `rack-${Math.floor(index / 12) + 1}-${nic === 1 ? "a" : "b"}`,
      portId: `Ethernet1/${(index % 12) + 1}`,
      vlan: 99 + nic,
    },
  });
  return {
    source: "agent",
    cpu: { architecture: "x86_64", count: 32 },
    memoryGiB: 256,
    storage: [
      disk("nvme0n1", "NVME", 447, `NV-${String(index).padStart(4, "0")}`),
      disk("sda", "HDD", 3725, `HD-${String(index).padStart(4, "0")}`),
    ],
    nics: [cable(1), cable(2)],
    vendor: {},
  };
}
