import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { requireIpmitool } from "../bmc/ipmiBmc.js";
import { emulatorGroups } from "../bmc/startBmcs.js";
import { LabError, LabSetupError } from "../error.js";
import { type Faults, LabFaults } from "../faults/faults.js";
import type { LabHost } from "../host/labHost.js";
import { type LabImage, makeImages } from "../image/labImage.js";
import type { IronicCredentials } from "../ironic/ironicService.js";
import type { RequestLog } from "../ironic/requestLog.js";
import { makeLabFolder, ownFolder } from "../labFolder.js";
import { type LabOptions, type LabRamdisk, type LabSettings, resolveOptions } from "../labOptions.js";
import { Ledger } from "../ledger.js";
import { LineLog } from "../lineLog.js";
import { type PreparedLab, preparedLab } from "../prepare/prepareLab.js";
import { Supervisor } from "../process/supervisor.js";
import type { LabFrame } from "./labFrame.js";
import { LabIronic } from "./labIronic.js";
import { makeSecrets } from "./secrets.js";
import { type LabHardware, makeHardware, startHosts } from "./startHosts.js";
import { startNetwork } from "./startNetwork.js";

/** What a running lab is made of. */
export interface LabParts {
  readonly folder: string;
  readonly logs: string;
  /** Whether the folder is ours to remove. */
  readonly temporary: boolean;
  readonly endpoint: string;
  readonly credentials: IronicCredentials;
  readonly hosts: readonly [LabHost, ...LabHost[]];
  readonly images: readonly [LabImage, LabImage, ...LabImage[]];
  readonly ramdisk: LabRamdisk;
  readonly ca: string;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly requests: RequestLog;
  readonly power: (host: string) => "on" | "off";
  readonly loseDatabase: () => Promise<void>;
  /** What ended the lab on its own, if something did. */
  readonly failure: () => LabError | undefined;
  readonly close: () => Promise<void>;
}

type Closers = (() => Promise<void>)[];

/** What a lab that did not start need not keep. */
const LARGE_FOLDERS = ["disks", "images", "ramdisk"];

/** Starts the parts of a lab side by side; when one fails, ends those that run. */
export async function startLab(options: LabOptions): Promise<LabParts> {
  const settings = resolveOptions(options);
  const ipmi = settings.ipmiShapes.length > 0;
  if (ipmi) {
    await requireIpmitool();
  }
  const prepared = await preparedLab({
    ironicVersion: settings.ironicVersion,
    ipmi,
    log: options.log,
    signal: options.signal,
  });
  const folder = options.folder ?? (await makeLabFolder());
  const logs = join(folder, "logs");
  const closers: Closers = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) {
      await closer();
    }
  };
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 });
    await ownFolder(folder);
    const hardware = await makeHardware(settings, join(folder, "disks"));
    const frame = await makeFrame(options, settings, prepared, folder, hardware, closers);
    const parts = await startParts(frame, hardware);
    return { ...parts, close, temporary: options.folder === undefined && !options.keep };
  } catch (error) {
    await close();
    await Promise.all(LARGE_FOLDERS.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    throw withLogs(error, logs, options.signal);
  }
}

async function makeFrame(
  options: LabOptions,
  settings: LabSettings,
  prepared: PreparedLab,
  folder: string,
  hardware: LabHardware,
  closers: Closers,
): Promise<LabFrame> {
  const { signal } = options;
  const logs = join(folder, "logs");
  const accounts = emulatorGroups(hardware.redfish).length + hardware.ipmi.length;
  const supervisor = await Supervisor.start(join(prepared.bmc, "bin", "python"));
  closers.push(() => supervisor.close());
  const secrets = await makeSecrets(prepared.bmc, folder, accounts);
  signal?.throwIfAborted();
  const log = new LineLog(join(logs, "lab.log"), options.log);
  const onClose = (close: () => Promise<void>) => void closers.push(close);
  return { settings, prepared, folder, logs, log, secrets, supervisor, signal, onClose };
}

async function startParts(frame: LabFrame, hardware: LabHardware): Promise<Omit<LabParts, "close" | "temporary">> {
  const { folder, logs, secrets } = frame;
  const ledger = new Ledger(join(logs, "ledger.jsonl"));
  const faults = new LabFaults([...hardware.redfish, ...hardware.ipmi].map((host) => host.name));
  const network = await startNetwork(frame, faults);
  const ironic = new LabIronic(frame, network);
  const [running, images] = await allOrNone([
    startHosts(frame, { hardware, network, ironic: ironic.ramdiskClient, faults, ledger }),
    makeImages(network.imageFolder, network.url),
    ironic.start(),
  ]);
  faults.attach({
    bmc: running.bmc,
    killConductor: () => ironic.kill(),
    restartConductor: () => ironic.restart(),
    reserve: (host, held) => ironic.reserve(systemOf(running.hosts, host), held),
    lockDatabase: () => ironic.lockDatabase(),
  });
  return {
    folder,
    logs,
    endpoint: ironic.url,
    credentials: { username: secrets.ironic.username, password: secrets.ironic.password },
    hosts: nonEmpty(running.hosts),
    images,
    ramdisk: network.ramdisk,
    ca: await readFile(secrets.certificate, "utf8"),
    faults,
    ledger,
    requests: ironic.requests,
    power: running.power,
    loseDatabase: () => ironic.loseDatabase(),
    failure: () => ironic.failure(),
  };
}

function systemOf(hosts: readonly LabHost[], name: string): string {
  return hosts.find((host) => host.name === name)?.uuid ?? "";
}

/** Like `Promise.all`, but waits for the others before it rejects: what still starts could not be ended otherwise. */
async function allOrNone<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as T;
}

function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) {
    throw new LabError("LAB_BAD_OPTION", "A lab needs at least one host.");
  }
  return [first, ...rest];
}

/** Every failure names the folder with the logs. */
function withLogs(error: unknown, logs: string, signal: AbortSignal | undefined): Error {
  if (error instanceof LabSetupError) {
    return error;
  }
  if (signal?.aborted) {
    return new LabError("LAB_ABORTED", `The start of the lab was ended. Logs: ${logs}`, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
  const code = full ? "LAB_DISK_FULL" : error instanceof LabError ? error.code : "LAB_PROCESS_START_FAILED";
  const next = full ? "\nThe disk is full. next: free some space, or set TMPDIR or `folder` to another disk" : "";
  return new LabError(code, `${message}${next}\nLogs: ${logs}`, { cause: error });
}
