import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentServer } from "./agent/agentServer.js";
import { RamdiskIronicClient } from "./agent/ironicClient.js";
import { asset } from "./assets.js";
import type { EmulatedBmc } from "./bmc/emulatedBmc.js";
import { requireIpmitool } from "./bmc/ipmiBmc.js";
import { type BmcAccount, emulatorGroups, startBmcs } from "./bmc/startBmcs.js";
import { LabError, LabSetupError } from "./error.js";
import { Faults } from "./faults/faults.js";
import type { HostShape } from "./host/hostShape.js";
import { buildHardware, type HostHardware, type LabHost } from "./host/labHost.js";
import { Machine } from "./host/machine.js";
import { ImageServer } from "./image/imageServer.js";
import { IMAGES, type LabImage, makeImage } from "./image/labImage.js";
import { type IronicCredentials, IronicService } from "./ironic/ironicService.js";
import { RecordingProxy } from "./ironic/recordingProxy.js";
import { RequestLog } from "./ironic/requestLog.js";
import type { LabRamdisk } from "./lab.js";
import { makeLabFolder, ownFolder } from "./labFolder.js";
import { type LabOptions, type LabSettings, resolveOptions } from "./labOptions.js";
import { Ledger } from "./ledger.js";
import { LineLog } from "./lineLog.js";
import { type PreparedLab, prepareLab } from "./prepare/prepareLab.js";
import { run } from "./prepare/run.js";
import { Supervisor } from "./process/supervisor.js";

/** What a running lab is made of. */
export interface LabParts {
  readonly folder: string;
  readonly logs: string;
  /** Whether the folder is ours to remove. */
  readonly temporary: boolean;
  readonly proxy: RecordingProxy;
  readonly credentials: IronicCredentials;
  readonly hosts: readonly [LabHost, ...LabHost[]];
  readonly images: readonly [LabImage, LabImage, ...LabImage[]];
  readonly ramdisk: LabRamdisk;
  readonly ca: string;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly requests: RequestLog;
  readonly power: (host: string) => "on" | "off";
  /** What ended the lab on its own, if something did. */
  readonly failure: () => LabError | undefined;
  readonly close: () => Promise<void>;
}

const RAMDISK_FILES = { iso: "ipa.iso", kernel: "ipa.kernel", initramfs: "ipa.initramfs" } as const;
const RAMDISK_BYTES = 2 ** 20;
/** What a lab that did not start need not keep. */
const LARGE_FOLDERS = ["disks", "images", "ramdisk"];

/** Starts the parts of a lab side by side; when one fails, ends those that run. */
export async function startLab(options: LabOptions): Promise<LabParts> {
  const settings = resolveOptions(options);
  if (settings.ipmiShapes.length > 0) {
    await requireIpmitool();
  }
  const prepared = await prepareLab({ ipmi: settings.ipmiShapes.length > 0, log: options.log, signal: options.signal });
  const folder = options.folder ?? (await makeLabFolder());
  const logs = join(folder, "logs");
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) {
      await closer();
    }
  };
  try {
    await mkdir(logs, { recursive: true, mode: 0o700 });
    await ownFolder(folder);
    const parts = await assemble(options, settings, prepared, folder, logs, closers);
    return { ...parts, close, temporary: options.folder === undefined && !options.keep };
  } catch (error) {
    await close();
    await Promise.all(LARGE_FOLDERS.map((name) => rm(join(folder, name), { recursive: true, force: true })));
    throw withLogs(error, logs, options.signal);
  }
}

async function assemble(
  options: LabOptions,
  settings: LabSettings,
  prepared: PreparedLab,
  folder: string,
  logs: string,
  closers: (() => Promise<void>)[],
): Promise<Omit<LabParts, "close" | "temporary">> {
  const { signal } = options;
  const log = new LineLog(join(logs, "lab.log"), options.log);
  const ledger = new Ledger(join(logs, "ledger.jsonl"));
  const requests = new RequestLog();
  const [redfishHardware, ipmiHardware] = await buildHosts(settings, join(folder, "disks"));
  const hardware = [...redfishHardware, ...ipmiHardware];
  const faults = new Faults(hardware.map((host) => host.name));

  const [supervisor, secrets, ramdiskFolder, imageFolder] = await Promise.all([
    Supervisor.start(join(prepared.bmc, "bin", "python")),
    makeSecrets(prepared, join(folder, "secrets"), emulatorGroups(redfishHardware).length + ipmiHardware.length),
    makeRamdisk(join(folder, "ramdisk")),
    mkdir(join(folder, "images"), { recursive: true }).then(() => join(folder, "images")),
  ]);
  closers.push(() => supervisor.close());
  signal?.throwIfAborted();

  const ironicFolder = join(folder, "ironic");
  const server = new ImageServer(
    { images: imageFolder, ramdisk: ramdiskFolder, "": join(ironicFolder, "http") },
    faults,
  );
  const agents = new AgentServer();
  await Promise.all([server.open(), agents.open()]);
  closers.push(
    () => server.close(),
    () => agents.close(),
  );
  const ramdiskUrl = (file: string) => `${server.url}/ramdisk/${file}`;
  const ramdisk: LabRamdisk = {
    iso: ramdiskUrl(RAMDISK_FILES.iso),
    kernel: ramdiskUrl(RAMDISK_FILES.kernel),
    initramfs: ramdiskUrl(RAMDISK_FILES.initramfs),
  };
  const ironic = new IronicService({
    supervisor,
    environment: prepared.ironic,
    schema: prepared.schema,
    folder: ironicFolder,
    outputLog: join(logs, "ironic-output.log"),
    log: join(logs, "ironic.log"),
    httpUrl: server.url,
    auth: settings.auth,
    credentials: secrets.ironic,
    passwordFile: secrets.ironic.file,
    certificate: secrets.certificate,
    ipmi: ipmiHardware.length > 0,
    kernelUrl: ramdisk.kernel,
    initramfsUrl: ramdisk.initramfs,
    timeouts: settings.timeouts,
    signal,
  });
  const client = new RamdiskIronicClient(
    () => ironic.port,
    (request) => requests.add("agent", request),
  );
  const proxy = new RecordingProxy(() => ironic.port, requests);
  closers.push(() => proxy.close());

  const [bmcs, images] = await allOrNone([
    startBmcs({
      supervisor,
      folder: join(folder, "bmc"),
      logs,
      redfishHosts: redfishHardware,
      ipmiHosts: ipmiHardware,
      redfishEnvironment: prepared.bmc,
      ipmiEnvironment: prepared.ipmi,
      accounts: secrets.bmcs,
      strangerAccount: secrets.stranger,
      notifyUrl: agents.notifyUrl,
      certificate: secrets.certificate,
      key: secrets.key,
      signal,
    }),
    Promise.all(IMAGES.map((image) => makeImage(image.name, image.sizeBytes, imageFolder, server.url))),
    ironic.start(),
  ]);
  await proxy.open();

  const machines = hardware.map((host) => {
    const bmc = bmcOf(bmcs, host.name);
    const machine = new Machine({
      host,
      ironic: client,
      callbackUrl: agents.callbackUrl(host.uuid),
      faults,
      ledger,
      powerOff: () => bmc.powerOff(),
      log: (line) => log.write(`${host.name}: ${line}`),
    });
    agents.add(machine);
    return machine;
  });
  closers.push(async () => {
    for (const machine of machines) {
      machine.agent?.end();
    }
    client.close();
  });
  closers.push(async () => {
    await Promise.all([...bmcs.values()].map((bmc) => bmc.close()));
  });
  faults.attach({
    bmc: (host) => bmcOf(bmcs, host),
    async killConductor() {
      await Promise.all([proxy.close(), ironic.kill()]);
    },
    async restartConductor() {
      await ironic.restart();
      await proxy.open();
    },
  });
  return {
    folder,
    logs,
    proxy,
    credentials: { username: secrets.ironic.username, password: secrets.ironic.password },
    hosts: nonEmpty(hardware.map((host) => ({ ...host, bmc: bmcOf(bmcs, host.name).spec }))),
    images: atLeastTwo(images),
    ramdisk,
    ca: await readFile(secrets.certificate, "utf8"),
    faults,
    ledger,
    requests,
    power: (name) => machines.find((machine) => machine.host.name === name)?.power ?? "off",
    failure: () => ironic.failure(),
  };
}

async function buildHosts(settings: LabSettings, folder: string): Promise<[HostHardware[], HostHardware[]]> {
  const build = (shapes: readonly HostShape[], first: number) =>
    Promise.all(shapes.map((shape, at) => buildHardware(first + at, shape, folder)));
  return [await build(settings.redfishShapes, 0), await build(settings.ipmiShapes, settings.redfishShapes.length)];
}

interface Secrets {
  readonly certificate: string;
  readonly key: string;
  readonly ironic: BmcAccount;
  readonly bmcs: readonly BmcAccount[];
  readonly stranger: BmcAccount;
}

/** New passwords and a new certificate for each lab. */
async function makeSecrets(prepared: PreparedLab, folder: string, bmcs: number): Promise<Secrets> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const account = (name: string): BmcAccount => ({
    username: "admin",
    // IPMI takes at most 20 bytes.
    password: randomBytes(9).toString("base64url"),
    file: join(folder, `${name}.htpasswd`),
  });
  const secrets: Secrets = {
    certificate: join(folder, "bmc.crt"),
    key: join(folder, "bmc.key"),
    ironic: account("ironic"),
    bmcs: Array.from({ length: bmcs }, (_, at) => account(`bmc-${at}`)),
    stranger: account("stranger"),
  };
  const input = JSON.stringify({
    certificate: { cert: secrets.certificate, key: secrets.key },
    passwords: [secrets.ironic, ...secrets.bmcs, secrets.stranger],
  });
  const made = await run(join(prepared.bmc, "bin", "python"), ["-I", asset("credentials.py")], { input });
  if (made.code !== 0) {
    throw new LabError("LAB_PROCESS_START_FAILED", `The lab's certificate could not be made: ${made.stderr.trim()}`);
  }
  return secrets;
}

async function makeRamdisk(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const content = Buffer.alloc(RAMDISK_BYTES);
  await Promise.all(Object.values(RAMDISK_FILES).map((name) => writeFile(join(folder, name), content)));
  return folder;
}

/** Like `Promise.all`, but waits for the others before it rejects: what still starts could not be ended otherwise. */
async function allOrNone<T extends readonly unknown[]>(
  promises: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(promises);
  return (await Promise.all(promises)) as unknown as T;
}

function bmcOf(bmcs: ReadonlyMap<string, EmulatedBmc>, host: string): EmulatedBmc {
  const bmc = bmcs.get(host);
  if (bmc === undefined) {
    throw new LabError("LAB_UNKNOWN_HOST", `There is no host \`${host}\`.`);
  }
  return bmc;
}

function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) {
    throw new LabError("LAB_BAD_OPTION", "A lab needs at least one host.");
  }
  return [first, ...rest];
}

function atLeastTwo<T>(list: readonly T[]): readonly [T, T, ...T[]] {
  const [first, second, ...rest] = list;
  if (first === undefined || second === undefined) {
    throw new LabError("LAB_BAD_OPTION", "A lab needs at least two images.");
  }
  return [first, second, ...rest];
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
  const next = full ? "\nThe disk is full: free some space, or set TMPDIR or `folder` to another disk." : "";
  return new LabError(code, `${message}${next}\nLogs: ${logs}`, { cause: error });
}
