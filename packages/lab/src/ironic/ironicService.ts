import { mkdir, readFile, writeFile } from "node:fs/promises";
import http from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asset } from "../assets.js";
import { LabError } from "../error.js";
import { freePort } from "../process/port.js";
import { serviceEnvironment } from "../process/serviceEnvironment.js";
import type { SupervisedProcess, Supervisor } from "../process/supervisor.js";
import { emptyDatabase } from "./emptyDatabase.js";
import { IRONIC_FOLDERS, type IronicConfigInput, ironicConfig } from "./ironicConfig.js";

/** What opens Ironic's API, by HTTP Basic authentication. */
export interface IronicCredentials {
  /** Name of the only account. */
  readonly username: string;
  /** New in each lab. */
  readonly password: string;
}

export interface IronicParts extends Omit<IronicConfigInput, "apiPort"> {
  readonly supervisor: Supervisor;
  /** The Python environment that has Ironic. */
  readonly environment: string;
  /** An empty database. */
  readonly schema: string;
  readonly credentials: IronicCredentials;
  /** That of the BMCs. */
  readonly certificate: string;
  /** Gets standard output and standard error. */
  readonly outputLog: string;
  /** Default 60 s. */
  readonly startTimeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const PORT_TRIES = 3;
const LAST_LINES = 15;
const CRASH = /^Traceback \(most recent call last\)/m;
const CRASH_LINES = 200;
const AFTER_CRASH_MS = 3_000;

/** The lab's Ironic: API and conductor in one process. */
export class IronicService {
  port = 0;
  readonly #parts: IronicParts;
  #process: SupervisedProcess | undefined;
  #ending = false;

  constructor(parts: IronicParts) {
    this.#parts = parts;
  }

  /** Set where it ended although nobody ended it. */
  failure(): LabError | undefined {
    const process = this.#process;
    return process?.exit && !this.#ending
      ? new LabError("LAB_PROCESS_DIED", `Ironic ended unexpectedly. ${process.log} and ${this.#parts.log} have more.`)
      : undefined;
  }

  /** Starts with an empty database and returns when the API and the conductor are there. */
  async start(): Promise<void> {
    const { folder, schema } = this.#parts;
    await Promise.all(IRONIC_FOLDERS.map((name) => mkdir(join(folder, name), { recursive: true })));
    await emptyDatabase(schema, folder);
    for (let tries = 1; ; tries += 1) {
      this.port = await freePort();
      const config = ironicConfig({ ...this.#parts, apiPort: this.port });
      await writeFile(join(folder, "ironic.conf"), config, { mode: 0o600 });
      try {
        return await this.restart();
      } catch (error) {
        const taken = /Address already in use/.test(error instanceof Error ? error.message : "");
        if (!taken || tries === PORT_TRIES) {
          throw error;
        }
      }
    }
  }

  /** Starts it again with the database that it has, on the same port. */
  async restart(): Promise<void> {
    const { supervisor, environment, folder, outputLog, certificate } = this.#parts;
    const process = await supervisor.spawn("ironic", {
      argv: [join(environment, "bin", "python"), asset("run_ironic.py"), "--config-file", join(folder, "ironic.conf")],
      // The environment's `bin` has the genisoimage that makes config drives. A short list of default CAs saves 20 ms
      // at each request to a BMC: Python reads the whole list for each connection. It also makes Ironic trust the lab's
      // BMCs, so that a program need not say `disableCertificateVerification`.
      env: serviceEnvironment([join(environment, "bin")], join(folder, "tmp"), {
        SSL_CERT_FILE: certificate,
        REQUESTS_CA_BUNDLE: certificate,
        PYTHONWARNINGS: "ignore",
      }),
      cwd: folder,
      log: outputLog,
    });
    this.#process = process;
    this.#ending = false;
    await this.#ready(process);
  }

  /** Starts it again with an empty database, on the same port. */
  async loseDatabase(): Promise<void> {
    await this.kill();
    await emptyDatabase(this.#parts.schema, this.#parts.folder);
    await this.restart();
  }

  /** SIGKILL, as an out-of-memory kill would. */
  async kill(): Promise<void> {
    this.#ending = true;
    await this.#process?.kill();
  }

  async #ready(process: SupervisedProcess): Promise<void> {
    const timeoutMs = this.#parts.startTimeoutMs ?? START_TIMEOUT_MS;
    let deadline = Date.now() + timeoutMs;
    let crashed = false;
    while (Date.now() < deadline) {
      if (process.exit) {
        throw await this.#failure(process, "ended while it started");
      }
      if (await this.#hasDriver()) {
        return;
      }
      if (!crashed && CRASH.test(await process.tail(CRASH_LINES))) {
        // Its parent process starts a crashed conductor again and again.
        crashed = true;
        deadline = Math.min(deadline, Date.now() + AFTER_CRASH_MS);
      }
      await sleep(POLL_MS, undefined, { signal: this.#parts.signal });
    }
    const failure = await this.#failure(
      process,
      crashed ? "crashes as it starts" : `was not ready after ${timeoutMs / 1000} s`,
    );
    await process.kill();
    throw failure;
  }

  /** Some failures are on standard error only, some in the log only: both are shown. */
  async #failure(process: SupervisedProcess, what: string): Promise<LabError> {
    const { log, outputLog } = this.#parts;
    const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
    const bad = lines.filter((line) => / (?:ERROR|CRITICAL) /.test(line)).slice(-LAST_LINES);
    return new LabError(
      "LAB_IRONIC_START_FAILED",
      [
        `Ironic ${what}.`,
        `On its standard error, ${outputLog}:`,
        await process.tail(LAST_LINES),
        `In its log, ${log}:`,
        ...(bad.length > 0 ? bad : lines.slice(-LAST_LINES)),
      ].join("\n"),
    );
  }

  /** The API lists a driver as soon as the conductor is there. */
  #hasDriver(): Promise<boolean> {
    const { username, password } = this.#parts.credentials;
    return new Promise((resolve) => {
      const options = {
        host: "127.0.0.1",
        port: this.port,
        path: "/v1/drivers",
        auth: `${username}:${password}`,
        headers: { Accept: "application/json" },
        timeout: 5_000,
        agent: false as const,
      };
      const request = http.get(options, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () => resolve(response.statusCode === 200 && text.includes('"redfish"')));
        response.on("error", () => resolve(false));
      });
      request.on("timeout", () => request.destroy());
      request.on("error", () => resolve(false));
    });
  }
}
