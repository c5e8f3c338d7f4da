import type { MachineState } from "@ironworks/core";
import type { MachineOutputs } from "./machineRecord.js";

/** What a refresh found changed of a machine, in sentences. */
export function machineDrift(stored: MachineOutputs, { observed, installed }: MachineState): readonly string[] {
  if (observed === "lost") {
    return stored.observed === "lost" ? [] : ["drift: its host does not carry the machine any more"];
  }
  const [before, now] = [stored.installed?.imageChecksum, installed?.imageChecksum];
  if (before === undefined || before === now) {
    return [];
  }
  return [
    now === undefined
      ? `drift: image ${short(before)} is not on record as installed any more`
      : `drift: image ${short(now)} is installed, and the state had ${short(before)}`,
  ];
}

/** As much of a checksum as people compare. */
function short(checksum: string): string {
  return checksum.slice(0, checksum.indexOf(":") + 13);
}
