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

export interface RedfishEmulatorParts {
  /** Names its folder and its log. */
  readonly name: string;
  readonly supervisor: Supervisor;
  /** The Python environment that has sushy-tools. */
  readonly environment: string;
  readonly folder: string;
  readonly logs: string;
  readonly hosts: readonly HostHardware[];
  readonly notifyUrl: string;
  readonly certificate: string;
  readonly key: string;
  /** Password file, with one account. */
  readonly passwords: string;
  readonly signal?: AbortSignal | undefined;
}

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 50;
const PORT_TRIES = 3;
const PROTOCOLS = { NVME: "NVMe", SSD: "SATA", HDD: "SATA" } as const;

/** One sushy-emulator process: the Redfish BMC of one host, or of several. */
export class RedfishEmulator {
  port = 0;
  readonly #parts: RedfishEmulatorParts;
  #process: SupervisedProcess | undefined;

  constructor(parts: RedfishEmulatorParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { folder } = this.#parts;
    await mkdir(join(folder, "state"), { recursive: true });
    await mkdir(join(folder, "tmp"), { recursive: true });
    await writeFile(join(folder, "bmc.json"), JSON.stringify(this.#settings()), { mode: 0o600 });
    for (let tries = 1; ; tries += 1) {
      this.port = await freePort();
      try {
        return await this.#spawn();
      } catch (error) {
        const taken = /Address already in use/.test(error instanceof Error ? error.message : "");
        if (!taken || tries === PORT_TRIES) {
          throw error;
        }
      }
    }
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
  }

  /** A request with the right password, past every fault of the way to it. */
  async post(
    path: string,
    body: unknown,
    account: { readonly username: string; readonly password: string },
  ): Promise<void> {
    const data = JSON.stringify(body);
    await new Promise<void>((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: this.port,
          method: "POST",
          path,
          rejectUnauthorized: false,
          auth: `${account.username}:${account.password}`,
          headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(data) },
          agent: false,
        },
        (response) => {
          response.resume();
          response.on("end", resolve);
        },
      );
      request.on("error", reject);
      request.end(data);
    });
  }

  async #spawn(): Promise<void> {
    const { name, supervisor, environment, folder, logs } = this.#parts;
    const process = await supervisor.spawn(name, {
      argv: [
        join(environment, "bin", "sushy-emulator"),
        "--fake",
        "--config",
        asset("redfish_emulator.conf.py"),
        "--interface",
        "127.0.0.1",
        "--port",
        String(this.port),
      ],
      env: serviceEnvironment([join(environment, "bin")], join(folder, "tmp"), { LAB_BMC: join(folder, "bmc.json") }),
      cwd: folder,
      log: join(logs, `${name}.log`),
    });
    this.#process = process;
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await this.#answers())) {
      if (process.exit || Date.now() > deadline) {
        const what = process.exit ? "ended while it started" : `was not ready after ${START_TIMEOUT_MS / 1000} s`;
        const tail = await process.tail();
        await process.kill();
        throw new LabError(
          "LAB_PROCESS_START_FAILED",
          `The BMC emulator ${name} ${what}. ${process.log} ends with:\n${tail}`,
        );
      }
      await sleep(POLL_MS, undefined, { signal: this.#parts.signal });
    }
  }

  #settings(): unknown {
    const { folder, hosts, notifyUrl, certificate, key, passwords } = this.#parts;
    return {
      notify: notifyUrl,
      state: join(folder, "state"),
      passwords,
      cert: certificate,
      key,
      biosVersion: BIOS_VERSION,
      hosts: hosts.map((host) => ({
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

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const options = {
        host: "127.0.0.1",
        port: this.port,
        path: "/redfish/v1/",
        rejectUnauthorized: false,
        timeout: 5_000,
        agent: false as const,
      };
      const request = https.get(options, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode === 200));
      });
      request.on("timeout", () => request.destroy());
      request.on("error", () => resolve(false));
    });
  }
}
