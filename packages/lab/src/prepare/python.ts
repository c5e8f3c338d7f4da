import { LabSetupError } from "../error.js";
import { run } from "./run.js";

/** Ironic 39 needs it. */
const MINIMUM_PYTHON: readonly [number, number] = [3, 11];

/** A Python interpreter of the machine. */
export interface Python {
  /** The interpreter itself, not a shim. */
  readonly path: string;
  readonly version: string;
  /** Kernel and processor, e.g. `linux-x86_64`. */
  readonly platform: string;
}

const CANDIDATES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];
const PROBE =
  "import sys,sysconfig,os;print(os.path.realpath(sys.executable));print('%d.%d.%d'%sys.version_info[:3]);print(sysconfig.get_platform())";

/**
 * The first Python of the machine that is new enough; `IRONWORKS_PYTHON` names another one.
 *
 * @throws LabSetupError `LAB_PYTHON_MISSING` or `LAB_PYTHON_TOO_OLD`.
 */
export async function findPython(environment: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const chosen = environment.IRONWORKS_PYTHON;
  const tooOld: string[] = [];
  for (const candidate of chosen ? [chosen] : CANDIDATES) {
    const probe = await run(candidate, ["-c", PROBE], { env: environment }).catch(() => undefined);
    const [path, version, platform] = probe?.code === 0 ? probe.stdout.trim().split("\n") : [];
    if (path === undefined || version === undefined || platform === undefined) {
      continue;
    }
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > MINIMUM_PYTHON[0] || (major === MINIMUM_PYTHON[0] && minor >= MINIMUM_PYTHON[1])) {
      return { path, version, platform };
    }
    tooOld.push(`${path} is ${version}`);
  }
  const wanted = MINIMUM_PYTHON.join(".");
  if (tooOld.length > 0) {
    throw new LabSetupError(
      "LAB_PYTHON_TOO_OLD",
      `The lab needs Python ${wanted} or later, but ${tooOld.join(" and ")}. next: install a newer Python, or name one in IRONWORKS_PYTHON`,
    );
  }
  throw new LabSetupError(
    "LAB_PYTHON_MISSING",
    chosen
      ? `IRONWORKS_PYTHON is ${chosen}, which is not a working Python. next: set it to a Python ${wanted} or later, or unset it`
      : `The lab needs Python ${wanted} or later, and python3 is not on PATH. next: install it (on Debian: apt-get install python3 python3-venv)`,
  );
}
