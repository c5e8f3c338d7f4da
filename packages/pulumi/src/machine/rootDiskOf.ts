import {
  chooseKeptDisks,
  chooseRootDisk,
  Disks,
  errorAt,
  type Hardware,
  hintsOf,
  type Problem,
  type RootDeviceHints,
  type RootDisk,
} from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import type { HostHandle } from "../host/hostHandle.js";
import { currentProgram } from "../program/program.js";
import { type ProgramError, problemsError } from "../program/programError.js";
import type { ProvisionedMachineArgs } from "./provisionedMachineArgs.js";

/** The one disk that a machine's function or hints choose from its host's hardware: unknown until the host is inspected. */
export function rootDiskOf(name: string, handle: HostHandle, args: ProvisionedMachineArgs): pulumi.Output<RootDisk> {
  const { host, rootDisk: choose, rootDeviceHints, keepDisks } = args;
  const { name: hostName, rootDeviceHints: hostHints } = handle;
  const hardware: pulumi.Output<Hardware | undefined> = host.hardware;
  const program = currentProgram();
  return pulumi.all([hardware, rootDeviceHints, hostHints, keepDisks]).apply(([inspected, own, inherited, kept]) =>
    program.orFail(() => {
      const found = inspected as Hardware | undefined;
      const hints = hintsOf({ rootDeviceHints: own }, { rootDeviceHints: inherited });
      const disk = chooseDisk(name, hostName, found, choose, hints);
      checkKept(name, hostName, chooseKeptDisks(found, kept, disk));
      return disk;
    }),
  );
}

/** The disk that a function or hints choose. Throws where they do not choose exactly one. */
export function chooseDisk(
  name: string,
  hostName: string,
  hardware: Hardware | undefined,
  choose: ((disks: Disks) => RootDisk) | undefined,
  hints: RootDeviceHints | undefined,
): RootDisk {
  if (choose === undefined || hardware === undefined) {
    const choice = chooseRootDisk({ hardware, rootDeviceHints: choose === undefined ? hints : undefined });
    if (choice.ok) {
      return choice.value;
    }
    const { message, remedy } = choice.error;
    // A table of disks ends with a line of its own.
    const what = `(\`${hostName}\`) ${message}${message.includes("\n") ? "\n   " : ""}`;
    throw notChosen({ ...errorAt("host", what, remedy), resource: name });
  }
  try {
    return choose(Disks.of(hardware));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw notChosen({ ...errorAt("rootDisk", `chose no disk of host \`${hostName}\`. ${detail}`), resource: name });
  }
}

/** A promise that cannot be kept is refused before anything is sent. */
export function checkKept(name: string, hostName: string, kept: ReturnType<typeof chooseKeptDisks>): void {
  if (!kept.ok) {
    const { message, remedy } = kept.error;
    throw notChosen({
      ...errorAt("keepDisks", `cannot be kept: host \`${hostName}\` ${message}`, remedy),
      resource: name,
    });
  }
}

function notChosen(problem: Problem): ProgramError {
  return problemsError([problem], { outcome: "no disk was chosen", code: "DISK_CHOICE" });
}
