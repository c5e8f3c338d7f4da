import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asset } from "../assets.js";
import { LabError } from "../error.js";
import type { LabBmc } from "../host/labHost.js";
import { run } from "../prepare/run.js";
import { freePort } from "../process/port.js";
import { printedReady } from "../process/printedReady.js";
import { serviceEnvironment } from "../process/serviceEnvironment.js";
import type { SupervisedProcess, Supervisor } from "../process/supervisor.js";
import type { BmcTrouble, EmulatedBmc } from "./emulatedBmc.js";

/** What an IPMI BMC is started with. */
export interface IpmiBmcParts {
  /** Names its folder and its log. */
  readonly name: string;
  readonly uuid: string;
  readonly username: string;
  readonly password: string;
  readonly supervisor: Supervisor;
  /** The Python environment that has pyghmi. */
  readonly environment: string;
  readonly folder: string;
  readonly logs: string;
  readonly notifyUrl: string;
}

const SIGNALS = { usr1: 10, cont: 18, stop: 19 } as const;

/** A host's IPMI BMC: a process of its own on a UDP port. */
export class IpmiBmc implements EmulatedBmc {
  readonly spec: LabBmc;
  readonly #parts: IpmiBmcParts;
  readonly #port: number;
  #process: SupervisedProcess | undefined;

  private constructor(parts: IpmiBmcParts, port: number) {
    this.#parts = parts;
    this.#port = port;
    this.spec = {
      address: `ipmi://127.0.0.1:${port}`,
      username: parts.username,
      password: parts.password,
      disableCertificateVerification: true,
    };
  }

  static async start(parts: IpmiBmcParts): Promise<IpmiBmc> {
    const bmc = new IpmiBmc(parts, await freePort());
    await mkdir(parts.folder, { recursive: true });
    await bmc.#spawn(parts.password);
    return bmc;
  }

  async powerOff(): Promise<void> {
    this.#process?.signal(SIGNALS.usr1);
  }

  async setTrouble(trouble: BmcTrouble | undefined): Promise<void> {
    // UDP has no connections: a BMC that hangs looks like one that cannot be reached.
    if (trouble === "hanging" || trouble === "unreachable") {
      this.#process?.signal(SIGNALS.stop);
      return;
    }
    this.#process?.signal(SIGNALS.cont);
    await this.#process?.kill();
    if (trouble !== "refused") {
      await this.#spawn(trouble === "wrong-password" ? `not-${this.#parts.password}` : this.#parts.password);
    }
  }

  setDelay(): void {
    throw new LabError("LAB_BAD_FAULT_OPTION", `${this.#parts.name} has an IPMI BMC, which the lab cannot slow down.`);
  }

  async close(): Promise<void> {
    await this.#process?.kill();
  }

  async #spawn(password: string): Promise<void> {
    const { name, uuid, username, supervisor, environment, folder, logs, notifyUrl } = this.#parts;
    const settings = join(folder, "bmc.json");
    const content = {
      uuid,
      port: this.#port,
      username,
      password,
      notify: notifyUrl,
      state: join(folder, "state.json"),
    };
    await writeFile(settings, JSON.stringify(content), { mode: 0o600 });
    const process = await supervisor.spawn(name, {
      argv: [join(environment, "bin", "python"), asset("ipmi_emulator.py"), settings],
      env: serviceEnvironment([join(environment, "bin")], folder),
      cwd: folder,
      log: join(logs, `${name}.log`),
    });
    this.#process = process;
    await printedReady(process);
  }
}

/**
 * Ironic's IPMI driver runs `ipmitool`.
 *
 * @throws LabError `LAB_IPMITOOL_MISSING`.
 */
export async function requireIpmitool(): Promise<void> {
  const version = await run("ipmitool", ["-V"]).catch(() => undefined);
  if (version === undefined) {
    throw new LabError(
      "LAB_IPMITOOL_MISSING",
      "A lab with IPMI hosts needs `ipmitool`, which is not on PATH. next: install it (on Debian: apt-get install ipmitool), or leave `ipmiHosts` out",
    );
  }
}
