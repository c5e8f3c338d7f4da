import type { DiskFile } from "../disk/diskFile.js";
import { diskFacts } from "../host/inventory.js";
import { AgentError } from "./agentError.js";
import type { AgentNode } from "./agentNode.js";
import { HintError, type HintedDisk, type Hints, matchingDisks } from "./hints.js";

/** Without hints, IPA takes the smallest disk that is at least this large. */
const SMALLEST_ROOT = 4 * 2 ** 30;

interface Candidate extends HintedDisk {
  readonly disk: DiskFile;
}

/** The disk to install on: the first that the node's hints match, else the smallest that is large enough. */
export function rootDevice(disks: readonly DiskFile[], node: AgentNode): DiskFile {
  const usable = touchableDisks(disks, node);
  const hints = nonEmpty(node.instance_info?.root_device) ?? nonEmpty(node.properties?.root_device);
  if (hints === undefined) {
    const [smallest] = usable
      .filter((disk) => disk.sizeBytes >= SMALLEST_ROOT)
      .sort((a, b) => a.sizeBytes - b.sizeBytes || a.name.localeCompare(b.name));
    if (smallest === undefined) {
      throw new AgentError(
        "DeviceNotFound",
        `No suitable device was found for deployment - root device hints were not provided and all found block devices are smaller than ${SMALLEST_ROOT}B.`,
      );
    }
    return smallest;
  }
  const [first] = withDisks(usable, hints);
  if (first === undefined) {
    throw new AgentError(
      "DeviceNotFound",
      `No suitable device was found for deployment using these hints ${pythonDict(hints)}`,
    );
  }
  return first;
}

/** The disks that cleaning and deploying may touch: all but those of `properties.skip_block_devices`. */
export function touchableDisks(disks: readonly DiskFile[], node: AgentNode): DiskFile[] {
  const kept = new Set(
    (node.properties?.skip_block_devices ?? [])
      .filter((hints) => !("volume_name" in hints))
      .flatMap((hints) => withDisks(disks, hints)),
  );
  return disks.filter((disk) => !kept.has(disk));
}

function withDisks(disks: readonly DiskFile[], hints: Hints): DiskFile[] {
  const candidates: Candidate[] = disks.map((disk) => ({ ...diskFacts(disk), disk }));
  try {
    return matchingDisks(candidates, hints).map((candidate) => candidate.disk);
  } catch (error) {
    if (error instanceof HintError) {
      throw new AgentError("DeviceNotFound", error.message);
    }
    throw error;
  }
}

function nonEmpty(hints: Hints | undefined): Hints | undefined {
  return hints !== undefined && Object.keys(hints).length > 0 ? hints : undefined;
}

function pythonDict(hints: Hints): string {
  const value = (hint: Hints[string]) =>
    typeof hint === "string" ? `'${hint}'` : typeof hint === "boolean" ? (hint ? "True" : "False") : String(hint);
  return `{${Object.entries(hints)
    .map(([name, hint]) => `'${name}': ${value(hint)}`)
    .join(", ")}}`;
}
