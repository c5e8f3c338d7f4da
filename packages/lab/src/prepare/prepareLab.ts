import { LabSetupError } from "../error.js";
import { cacheFolder } from "./cacheFolder.js";
import { findPython, type Python } from "./python.js";
import { makeEnvironment } from "./pythonEnvironment.js";
import { makeSchema } from "./schemaTemplate.js";
import type { SetupContext } from "./setupContext.js";

export interface PrepareOptions {
  /** Also the IPMI emulator. Default false: it is prepared when a lab with IPMI hosts starts. */
  readonly ipmi?: boolean | undefined;
  /** Called with one line for each step that has work to do. */
  readonly log?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a lab is started from; all of it lies in the cache folder. */
export interface PreparedLab {
  readonly python: Python;
  /** Folders of the Python environments. */
  readonly ironic: string;
  readonly bmc: string;
  readonly ipmi?: string | undefined;
  /** An empty Ironic database. */
  readonly schema: string;
}

/**
 * Prepares the real parts of a lab in the cache folder: Ironic and the BMC emulators, each a Python environment made by
 * `uv` from hashed pins. A second call finds everything there and takes no time.
 *
 * @throws LabSetupError with the next step to take.
 */
export async function prepareLab(options: PrepareOptions = {}): Promise<PreparedLab> {
  if (process.platform !== "linux") {
    throw new LabSetupError(
      "LAB_NOT_LINUX",
      `The lab runs on Linux only, and this is ${process.platform}. Run it on a Linux machine or in a virtual machine.`,
    );
  }
  const context: SetupContext = {
    cache: cacheFolder(),
    log: options.log ?? (() => undefined),
    signal: options.signal,
  };
  const python = await findPython();
  const ironic = await makeEnvironment("ironic", python, context);
  const bmc = await makeEnvironment("bmc", python, context);
  const ipmi = options.ipmi ? await makeEnvironment("ipmi", python, context) : undefined;
  const schema = await makeSchema(ironic, python, context);
  return { python, ironic, bmc, ipmi, schema };
}
