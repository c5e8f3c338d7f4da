import https from "node:https";
import type { LabBmc } from "../host/labHost.js";
import { Relay } from "../process/relay.js";
import type { BmcTrouble, EmulatedBmc } from "./emulatedBmc.js";

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
  /** Makes a loopback port unreachable; the returned function ends that. */
  readonly makeUnreachable: (port: number) => Promise<() => Promise<void>>;
}

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
    this.#relay.retarget(trouble === "wrong-password" ? await this.#parts.wrongPassword() : this.#parts.emulatorPort);
    if (trouble === "unreachable") {
      await this.#relay.set("refusing");
      this.#reachable = await this.#parts.makeUnreachable(this.#relay.port);
    } else {
      await this.#relay.set(trouble === "refused" ? "refusing" : trouble === "hanging" ? "hanging" : "open");
    }
  }

  setDelay(milliseconds: number): void {
    this.#relay.delay(milliseconds);
  }

  async close(): Promise<void> {
    await this.#relay.close();
  }
}
