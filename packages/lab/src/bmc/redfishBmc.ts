import { readFileSync, writeFileSync } from "node:fs";
import https from "node:https";
import type { LabBmc } from "../host/labHost.js";
import { Relay } from "../process/relay.js";
import type { AnswerTrouble, BmcTrouble, EmulatedBmc } from "./emulatedBmc.js";

export interface RedfishBmcParts {
  /** The system's id. */
  readonly uuid: string;
  readonly username: string;
  readonly password: string;
  readonly relayPort: number;
  /** Port of its emulator. */
  readonly emulatorPort: number;
  /** Port of an emulator of the same systems that knows another password; started when first asked for. */
  readonly wrongPassword: () => Promise<number>;
  /** Port of an emulator of the same systems with another certificate; started when first asked for. */
  readonly untrusted: () => Promise<number>;
  /** File in which its emulator looks up what to answer wrongly, by system. */
  readonly troubles: string;
  /** Makes a loopback port unreachable; the returned function ends that. */
  readonly makeUnreachable: (port: number) => Promise<() => Promise<void>>;
}

const ANSWERS: readonly AnswerTrouble[] = ["error", "forbidden", "no-power", "no-boot-device", "no-media", "flapping"];

/** A host's Redfish BMC: an emulator behind a relay that can misbehave. */
export class RedfishBmc implements EmulatedBmc {
  readonly spec: LabBmc;
  readonly #parts: RedfishBmcParts;
  readonly #relay: Relay;
  #reachable: (() => Promise<void>) | undefined;

  constructor(parts: RedfishBmcParts) {
    this.#parts = parts;
    this.#relay = new Relay(parts.relayPort, parts.emulatorPort);
    this.spec = {
      address: `redfish-virtualmedia+https://127.0.0.1:${parts.relayPort}/redfish/v1/Systems/${parts.uuid}`,
      username: parts.username,
      password: parts.password,
      disableCertificateVerification: true,
    };
  }

  /** Listens on `relayPort`. */
  async open(): Promise<void> {
    await this.#relay.set("open");
  }

  /** Past the relay: an operating system does not need the BMC's network. */
  async powerOff(): Promise<void> {
    const { emulatorPort, uuid, username, password } = this.#parts;
    const data = JSON.stringify({ ResetType: "GracefulShutdown" });
    await new Promise<void>((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: emulatorPort,
          method: "POST",
          path: `/redfish/v1/Systems/${uuid}/Actions/ComputerSystem.Reset`,
          rejectUnauthorized: false,
          auth: `${username}:${password}`,
          headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(data) },
          agent: false,
        },
        (response) => {
          response.resume();
          response.on("end", resolve);
          response.on("error", reject);
        },
      );
      request.on("error", reject);
      request.end(data);
    });
  }

  async setTrouble(trouble: BmcTrouble | undefined): Promise<void> {
    await this.#reachable?.();
    this.#reachable = undefined;
    this.#answer(ANSWERS.find((one) => one === trouble));
    this.#relay.retarget(await this.#emulator(trouble));
    if (trouble === "unreachable") {
      await this.#relay.set("refusing");
      this.#reachable = await this.#parts.makeUnreachable(this.#relay.port);
    } else {
      await this.#relay.set(trouble === "refused" ? "refusing" : trouble === "hanging" ? "hanging" : "open");
    }
  }

  #emulator(trouble: BmcTrouble | undefined): number | Promise<number> {
    const { wrongPassword, untrusted, emulatorPort } = this.#parts;
    return trouble === "wrong-password" ? wrongPassword() : trouble === "untrusted" ? untrusted() : emulatorPort;
  }

  /** Emulators may be shared: read and written without a pause, so that no other host's entry is lost. */
  #answer(trouble: AnswerTrouble | undefined): void {
    const { troubles, uuid } = this.#parts;
    const { [uuid]: _last, ...others } = JSON.parse(readFileSync(troubles, "utf8")) as Record<string, string>;
    writeFileSync(troubles, JSON.stringify(trouble ? { ...others, [uuid]: trouble } : others));
  }

  setDelay(milliseconds: number): void {
    this.#relay.delay(milliseconds);
  }

  async close(): Promise<void> {
    await this.#relay.close();
  }
}
