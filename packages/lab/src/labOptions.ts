import { LabError } from "./error.js";
import { HOST_SHAPES, type HostShape } from "./host/hostShape.js";
import type { IronicTimeouts } from "./ironic/ironicConfig.js";
import { type IronicVersion, ironicVersionOf } from "./ironic/ironicVersion.js";

/** What a lab is started with. */
export interface LabOptions {
  /** How many hosts with a Redfish BMC, or their shapes. A number takes `HOST_SHAPES` in turn. Default 2. */
  readonly hosts?: number | readonly HostShape[] | undefined;
  /** How many more hosts with an IPMI BMC, named after the others. Needs `ipmitool`. Default 0. */
  readonly ipmiHosts?: number | undefined;
  /** Settings of the lab's Ironic. */
  readonly ironic?:
    | {
        /** Default: what the variable `IRONWORKS_LAB_IRONIC` names, else `39.0.0`. */
        readonly version?: IronicVersion | undefined;
        /** Default `http_basic`. */
        readonly auth?: "http_basic" | "noauth" | undefined;
        /** How long Ironic waits for ramdisks. Default 30 minutes each. */
        readonly timeouts?: IronicTimeouts | undefined;
      }
    | undefined;
  /** Holds everything of this lab, and is not removed. Default: a new temporary folder, removed when the lab stops well. */
  readonly folder?: string | undefined;
  /** Keeps the temporary folder when the lab stops. Default false. */
  readonly keep?: boolean | undefined;
  /** Called with one line for each thing that happens. */
  readonly log?: ((line: string) => void) | undefined;
  /** Aborting it ends the start with `LAB_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

/** URLs of the deploy ramdisk. Its files hold zeros: the emulated agents run in the lab's own process. */
export interface LabRamdisk {
  /** ISO, for boot by virtual media. */
  readonly iso: string;
  /** Kernel, for network boot. */
  readonly kernel: string;
  /** Its initramfs, for network boot. */
  readonly initramfs: string;
}

/** The options with their defaults. */
export interface LabSettings {
  readonly redfishShapes: readonly HostShape[];
  readonly ipmiShapes: readonly HostShape[];
  readonly ironicVersion: IronicVersion;
  readonly auth: "http_basic" | "noauth";
  readonly timeouts: IronicTimeouts;
}

const MOST_HOSTS = 1000;

/** @throws LabError `LAB_BAD_OPTION`. */
export function resolveOptions(options: LabOptions): LabSettings {
  const hosts = options.hosts ?? 2;
  const redfishShapes = typeof hosts === "number" ? shapes(count("hosts", hosts), 0) : hosts;
  const ipmiShapes = shapes(count("ipmiHosts", options.ipmiHosts ?? 0), redfishShapes.length);
  redfishShapes.forEach(requireShape);
  for (const [name, seconds] of Object.entries(options.ironic?.timeouts ?? {})) {
    if (seconds !== undefined && !(Number.isInteger(seconds) && seconds > 0)) {
      throw new LabError(
        "LAB_BAD_OPTION",
        `\`ironic.timeouts.${name}\` must be a whole number of seconds above 0, not ${seconds}.`,
      );
    }
  }
  if (redfishShapes.length + ipmiShapes.length === 0) {
    throw new LabError("LAB_BAD_OPTION", "A lab needs at least one host. next: set `hosts` or `ipmiHosts`");
  }
  return {
    redfishShapes,
    ipmiShapes,
    ironicVersion: ironicVersionOf(options.ironic?.version),
    auth: options.ironic?.auth ?? "http_basic",
    timeouts: options.ironic?.timeouts ?? {},
  };
}

function count(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > MOST_HOSTS) {
    throw new LabError("LAB_BAD_OPTION", `\`${name}\` must be a whole number from 0 to ${MOST_HOSTS}, not ${value}.`);
  }
  return value;
}

function shapes(count: number, first: number): HostShape[] {
  return Array.from({ length: count }, (_, at) => HOST_SHAPES[(first + at) % HOST_SHAPES.length] ?? HOST_SHAPES[0]);
}

function requireShape(shape: HostShape, at: number): void {
  const wrong =
    shape.nicSpeedsMbps.length === 0
      ? "has no network interface"
      : shape.disks.some((disk) => !Number.isInteger(disk.sizeGiB) || disk.sizeGiB < 1)
        ? "has a disk whose `sizeGiB` is not a whole number above 0"
        : undefined;
  if (wrong) {
    throw new LabError("LAB_BAD_OPTION", `Host shape ${at} ${wrong}.`);
  }
}
