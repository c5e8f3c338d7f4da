import { LabSetupError } from "../error.js";
import { cacheFolder } from "./cacheFolder.js";

/** What every step of a preparation works with. */
export interface SetupContext {
  /** Folder in which the results are kept. */
  readonly cache: string;
  /** Called with one line for each step that has work to do. */
  readonly log: (line: string) => void;
  /** Aborting it ends the step. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws LabSetupError `LAB_NOT_LINUX`. */
export function setupContext(options: {
  readonly log?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}): SetupContext {
  if (process.platform !== "linux") {
    throw new LabSetupError(
      "LAB_NOT_LINUX",
      `The lab runs on Linux only, and this is ${process.platform}. next: run it on a Linux machine or in a virtual machine`,
    );
  }
  return { cache: cacheFolder(), log: options.log ?? (() => undefined), signal: options.signal };
}
