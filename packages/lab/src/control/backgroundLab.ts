import { fork } from "node:child_process";
import { open } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError, type LabErrorCode } from "../error.js";
import type { ActiveFault, FaultRequest } from "../faults/faults.js";
import type { RequestEntry } from "../ironic/requestLog.js";
import { makeLabFolder } from "../labFolder.js";
import type { LedgerEntry } from "../ledger.js";
import { prepareLab } from "../prepare/prepareLab.js";
import { isAlive } from "../process/isAlive.js";
import { type LabRecord, readRecord, removeRecord, requireLabName } from "./labRecord.js";
import type { LabStatus } from "./labStatus.js";

/** What a lab in the background is started with. */
export interface BackgroundOptions {
  /** Lower-case letters, digits and dashes, at most 31. Default `default`. */
  readonly name?: string | undefined;
  /** Hosts with a Redfish BMC. Default 2. */
  readonly hosts?: number | undefined;
  /** More hosts, with an IPMI BMC. Default 0. */
  readonly ipmiHosts?: number | undefined;
  /** Keeps disks and logs when it is taken down. Default false. */
  readonly keep?: boolean | undefined;
  /** Called with one line for each thing that happens until the lab is ready. */
  readonly log?: ((line: string) => void) | undefined;
}

/** What the background process is started with. */
export interface DaemonSettings {
  readonly name: string;
  readonly folder: string;
  readonly hosts: number;
  readonly ipmiHosts: number;
  readonly keep: boolean;
}

/** What the background process sends until the lab is ready. */
export type DaemonMessage =
  | { readonly line: string }
  | { readonly ready: true }
  | { readonly failed: { readonly code: string | undefined; readonly message: string } };

const STOP_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** A lab that runs in a process of its own, found by its name. */
export class BackgroundLab {
  readonly #record: LabRecord;

  private constructor(record: LabRecord) {
    this.#record = record;
  }

  /**
   * Starts a lab that outlives this process, and returns when it is ready.
   *
   * @throws LabError `LAB_ALREADY_RUNNING`, and what `Lab.start` throws.
   */
  static async up(options: BackgroundOptions = {}): Promise<BackgroundLab> {
    const name = requireLabName(options.name ?? "default");
    const running = await BackgroundLab.find(name);
    if (running !== undefined) {
      throw new LabError(
        "LAB_ALREADY_RUNNING",
        `The lab \`${name}\` is running already. next: look at it with \`ironworks lab status\`, or take it down with \`ironworks lab down\``,
      );
    }
    const ipmiHosts = options.ipmiHosts ?? 0;
    await prepareLab({ ipmi: ipmiHosts > 0, log: options.log });
    const folder = await makeLabFolder();
    await startDaemon({ name, folder, hosts: options.hosts ?? 2, ipmiHosts, keep: options.keep ?? false }, options.log);
    const lab = await BackgroundLab.find(name);
    if (lab === undefined) {
      throw notRunning(name);
    }
    return lab;
  }

  /** The lab of that name, if it runs. What a killed one left behind is forgotten. */
  static async find(name = "default"): Promise<BackgroundLab | undefined> {
    const record = await readRecord(name);
    if (record === undefined) {
      return undefined;
    }
    const lab = new BackgroundLab(record);
    const alive = await lab.status().then(
      () => true,
      () => false,
    );
    if (!alive) {
      await removeRecord(name);
      return undefined;
    }
    return lab;
  }

  /**
   * The lab of that name.
   *
   * @throws LabError `LAB_NOT_RUNNING`.
   */
  static async get(name = "default"): Promise<BackgroundLab> {
    const lab = await BackgroundLab.find(name);
    if (lab === undefined) {
      throw notRunning(name);
    }
    return lab;
  }

  /** Its endpoint, hosts and faults as they are now. */
  async status(): Promise<LabStatus> {
    return (await this.#ask("GET", "/status")) as LabStatus;
  }

  /** Every disk write, erase, power action and boot so far. */
  async ledger(): Promise<LedgerEntry[]> {
    return (await this.#ask("GET", "/ledger")) as LedgerEntry[];
  }

  /** Every HTTP request that Ironic's API received so far. */
  async requests(): Promise<RequestEntry[]> {
    return (await this.#ask("GET", "/requests")) as RequestEntry[];
  }

  /**
   * Switches a fault on and returns those that are on now.
   *
   * @throws LabError `LAB_UNKNOWN_FAULT`, `LAB_UNKNOWN_HOST` or `LAB_BAD_FAULT_OPTION`.
   */
  async faultOn(name: string, request: FaultRequest = {}): Promise<readonly ActiveFault[]> {
    await this.#ask("POST", "/faults", { ...request, name });
    return (await this.status()).faults;
  }

  /**
   * Switches a fault off and returns those that are on now.
   *
   * @throws LabError `LAB_UNKNOWN_FAULT` or `LAB_UNKNOWN_HOST`.
   */
  async faultOff(name: string, request: { readonly host?: string | undefined } = {}): Promise<readonly ActiveFault[]> {
    await this.#ask("DELETE", "/faults", { ...request, name });
    return (await this.status()).faults;
  }

  /** Ends it and waits until its process is gone. */
  async down(): Promise<void> {
    await this.#ask("POST", "/stop");
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (await isAlive(this.#record.pid)) {
      if (Date.now() > deadline) {
        process.kill(this.#record.pid, "SIGKILL");
      }
      await sleep(POLL_MS);
    }
    await removeRecord(this.#record.name);
  }

  #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const data = JSON.stringify(body ?? {});
      const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(data) };
      const options = { socketPath: this.#record.socket, method, path, headers, agent: false as const };
      const request = http.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = JSON.parse(Buffer.concat(chunks).toString()) as { code?: LabErrorCode; message?: string };
          if (response.statusCode === 200) {
            resolve(answer);
          } else {
            reject(new LabError(answer.code ?? "LAB_PROCESS_DIED", answer.message ?? "The lab could not do this."));
          }
        });
      });
      request.on("error", reject);
      request.end(data);
    });
  }
}

/** The background process: in a session of its own, so that closing the terminal does not end it. */
async function startDaemon(settings: DaemonSettings, log: ((line: string) => void) | undefined): Promise<void> {
  const output = await open(join(settings.folder, "daemon.log"), "a", 0o600);
  try {
    await new Promise<void>((resolve, reject) => {
      const daemon = fork(join(__dirname, "daemon.js"), [], {
        detached: true,
        stdio: ["ignore", output.fd, output.fd, "ipc"],
        execArgv: [],
      });
      daemon.on("message", (message: DaemonMessage) => {
        if ("line" in message) {
          log?.(message.line);
        } else if ("ready" in message) {
          daemon.disconnect();
          daemon.unref();
          resolve();
        } else {
          reject(
            new LabError(
              (message.failed.code as LabErrorCode | undefined) ?? "LAB_PROCESS_DIED",
              message.failed.message,
            ),
          );
        }
      });
      daemon.once("error", reject);
      daemon.once("exit", (code, signal) =>
        reject(
          new LabError(
            "LAB_PROCESS_DIED",
            `The lab's process ended while it started (${signal ?? `exit code ${code}`}). ${join(settings.folder, "daemon.log")} has more.`,
          ),
        ),
      );
      daemon.send(settings);
    });
  } finally {
    await output.close();
  }
}

function notRunning(name: string): LabError {
  const again = name === "default" ? "" : ` --name ${name}`;
  return new LabError(
    "LAB_NOT_RUNNING",
    `No lab \`${name}\` is running. next: start one with \`ironworks lab up${again}\``,
  );
}
