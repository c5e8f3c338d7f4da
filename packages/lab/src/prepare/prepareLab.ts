import { type IronicVersion, ironicVersionOf } from "../ironic/ironicVersion.js";
import { findPython, type Python } from "./python.js";
import { makeEnvironment } from "./pythonEnvironment.js";
import { makeSchema } from "./schemaTemplate.js";
import { setupContext } from "./setupContext.js";

/** What of a lab is prepared, and how that is followed. */
export interface PrepareOptions {
  /** Which Ironic. Default: what the variable `IRONWORKS_LAB_IRONIC` names, else `39.0.0`. */
  readonly ironicVersion?: IronicVersion | undefined;
  /** Also the IPMI emulator. Default false: it is prepared when a lab with IPMI hosts starts. */
  readonly ipmi?: boolean | undefined;
  /** Called with one line for each step that has work to do. */
  readonly log?: ((line: string) => void) | undefined;
  /** Aborting it ends the preparation; what is complete stays in the cache. */
  readonly signal?: AbortSignal | undefined;
}

/** What a lab is started from; all of it lies in the cache folder. */
export interface PreparedLab {
  readonly python: Python;
  /** Folder of the Python environment of Ironic. */
  readonly ironic: string;
  /** Of the Redfish BMCs. */
  readonly bmc: string;
  /** Of the IPMI BMCs, where they were asked for. */
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
export async function prepareLab(options: PrepareOptions = {}): Promise<void> {
  await preparedLab(options);
}

/** Like `prepareLab`; says where everything is. */
export async function preparedLab(options: PrepareOptions = {}): Promise<PreparedLab> {
  const context = setupContext(options);
  const python = await findPython();
  const ironic = await makeEnvironment(`ironic-${ironicVersionOf(options.ironicVersion)}`, python, context);
  const bmc = await makeEnvironment("bmc", python, context);
  const ipmi = options.ipmi ? await makeEnvironment("ipmi", python, context) : undefined;
  const schema = await makeSchema(ironic, python, context);
  return { python, ironic, bmc, ipmi, schema };
}
