import { mkdir, writeFile } from "node:fs/promises";
import https from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asset } from "../assets.js";
import { LabError } from "../error.js";
import { BIOS_VERSION } from "../host/inventory.js";
import type { HostHardware } from "../host/labHost.js";
import { freePort } from "../process/port.js";
import { serviceEnvironment } from "../process/serviceEnvironment.js";
import type { SupervisedProcess, Supervisor } from "../process/supervisor.js";

/** One emulator: the BMC of these hosts. */
export interface EmulatorSpec {
  /** Names its folder and its log. */
  readonly name: string;
  readonly hosts: readonly HostHardware[];
  /** Password file, with one account. */
  readonly passwords: string;
}

export interface RedfishEmulatorsParts {
  readonly supervisor: Supervisor;
  /** The Python environment that has sushy-tools. */
  readonly environment: string;
  readonly folder: string;
  readonly logs: string;
  readonly notifyUrl: string;
  readonly certificate: string;
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const PORT_TRIES = 3;
const PROTOCOLS = { NVME: "NVMe", SSD: "SATA", HDD: "SATA" } as const;

/** Starts sushy-emulator processes and returns the port of each, in their order. */
export async function startRedfishEmulators(
  name: string,
  specs: readonly EmulatorSpec[],
  parts: RedfishEmulatorsParts,
): Promise<number[]> {
  for (let tries = 1; ; tries += 1) {
    const ports = await Promise.all(specs.map(() => freePort()));
    try {
      await spawnEmulators(name, specs, ports, parts);
      return ports;
    } catch (error) {
      const taken = /Address already in use/.test(error instanceof Error ? error.message : "");
      if (!taken || tries === PORT_TRIES) {
        throw error;
      }
    }
  }
}

/** Where the emulator of that name looks up what to answer wrongly. */
export function troublesFile(folder: string, name: string): string {
  return join(folder, name, "troubles.json");
}

async function spawnEmulators(
  name: string,
  specs: readonly EmulatorSpec[],
  ports: readonly number[],
  parts: RedfishEmulatorsParts,
): Promise<void> {
  const { supervisor, environment, folder, logs } = parts;
  const temporary = join(folder, "tmp");
  await mkdir(temporary, { recursive: true });
  const entries = await Promise.all(
    specs.map(async (spec, at) => {
      const own = join(folder, spec.name);
      await mkdir(join(own, "state"), { recursive: true });
      const settings = join(own, "bmc.json");
      await writeFile(troublesFile(folder, spec.name), "{}");
      await writeFile(settings, JSON.stringify(emulatorSettings(spec, own, parts)), { mode: 0o600 });
      return { settings, port: ports[at], log: join(logs, `${spec.name}.log`) };
    }),
  );
  const list = join(folder, `${name}.json`);
  await writeFile(list, JSON.stringify(entries));
  const process = await supervisor.spawn(name, {
    argv: [join(environment, "bin", "python"), asset("redfish_emulators.py"), list],
    env: serviceEnvironment([join(environment, "bin")], temporary),
    cwd: folder,
    log: join(logs, `${name}.log`),
  });
  await Promise.all(ports.map((port) => untilAnswers(port, process, parts.signal)));
}

async function untilAnswers(port: number, process: SupervisedProcess, signal: AbortSignal | undefined): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(port))) {
    if (process.exit || Date.now() > deadline) {
      const what = process.exit ? "ended while they started" : `were not ready after ${START_TIMEOUT_MS / 1000} s`;
      const tail = await process.tail();
      await process.kill();
      throw new LabError("LAB_PROCESS_START_FAILED", `The BMC emulators ${what}. ${process.log} ends with:\n${tail}`);
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** What redfish_emulator.conf.py reads. */
function emulatorSettings(spec: EmulatorSpec, folder: string, parts: RedfishEmulatorsParts): unknown {
  return {
    notify: parts.notifyUrl,
    state: join(folder, "state"),
    troubles: troublesFile(parts.folder, spec.name),
    passwords: spec.passwords,
    cert: parts.certificate,
    key: parts.key,
    biosVersion: BIOS_VERSION,
    hosts: spec.hosts.map((host) => ({
      uuid: host.uuid,
      name: host.name,
      macs: host.nics.map((nic) => nic.mac),
      cpus: host.cpus,
      cpuModel: host.cpuModel,
      memoryGiB: host.memoryGiB,
      disks: host.disks.map((disk, at) => ({
        id: `disk-${at}`,
        name: `Bay ${at}: ${disk.model}`,
        bytes: disk.sizeBytes,
        protocol: PROTOCOLS[disk.type],
      })),
    })),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      host: "127.0.0.1",
      port,
      path: "/redfish/v1/",
      rejectUnauthorized: false,
      timeout: 5_000,
      agent: false as const,
    };
    const request = https.get(options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 200));
      response.on("error", () => resolve(false));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
