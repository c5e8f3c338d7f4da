import type { Hardware, HostState } from "@ironworks/core";
import { equalJson } from "@ironworks/core/json";
import type { HostOutputs } from "./hostRecord.js";

/** What a refresh found changed of a host, in sentences. */
export function hostDrift(stored: HostOutputs, { observed, powerState, hardware }: HostState): readonly string[] {
  if (observed === "lost") {
    return stored.observed === "lost" ? [] : ["drift: Ironic does not know the host any more"];
  }
  const wanted = stored.online === undefined || powerState === "unknown" ? powerState : stored.online ? "on" : "off";
  return [
    ...(powerState === wanted ? [] : [`drift: power is ${powerState}, and the program last asked for ${wanted}`]),
    ...hardwareDrift(stored.hardware, hardware),
  ];
}

function hardwareDrift(before: Hardware | undefined, now: Hardware | undefined): readonly string[] {
  if (before === undefined || now === undefined) {
    return [];
  }
  const changes = [
    ...(before.memoryGiB === now.memoryGiB ? [] : [`memory ${before.memoryGiB} GiB → ${now.memoryGiB} GiB`]),
    ...(equalJson(before.cpu, now.cpu) ? [] : ["CPUs"]),
    ...listDrift("disk", before.storage.map(diskName), now.storage.map(diskName)),
    ...listDrift(
      "NIC",
      before.nics.map(({ mac }) => mac),
      now.nics.map(({ mac }) => mac),
    ),
    ...(before.vendor?.serialNumber === now.vendor?.serialNumber ? [] : ["serial number of the server"]),
  ];
  return changes.length === 0 ? [] : [`drift: hardware changed: ${changes.join(", ")}`];
}

function diskName({ serial, wwn, name, sizeGiB }: Hardware["storage"][number]): string {
  return `${serial ?? wwn ?? name} (${sizeGiB} GiB)`;
}

function listDrift(what: string, before: readonly string[], now: readonly string[]): readonly string[] {
  return [
    ...before.filter((each) => !now.includes(each)).map((each) => `${what} ${each} is gone`),
    ...now.filter((each) => !before.includes(each)).map((each) => `${what} ${each} is new`),
  ];
}
