import type { LabBmc } from "../host/labHost.js";
import { Relay } from "../process/relay.js";
import type { BmcTrouble, EmulatedBmc } from "./emulatedBmc.js";
import type { RedfishEmulator } from "./redfishEmulator.js";

export interface RedfishBmcParts {
  /** The system's id. */
  readonly uuid: string;
  readonly username: string;
  readonly password: string;
  readonly relayPort: number;
  readonly emulator: RedfishEmulator;
  /** An emulator of the same systems that knows another password; started when first asked for. */
  readonly stranger: () => Promise<RedfishEmulator>;
  /** Makes a port of ours unreachable; the returned function ends that. */
  readonly blackHole: (port: number) => Promise<() => Promise<void>>;
}

/** A host's Redfish BMC: an emulator behind a relay that can misbehave. */
export class RedfishBmc implements EmulatedBmc {
  readonly spec: LabBmc;
  readonly #parts: RedfishBmcParts;
  readonly #relay: Relay;
  #reachable: (() => Promise<void>) | undefined;

  constructor(parts: RedfishBmcParts) {
    this.#parts = parts;
    this.#relay = new Relay(parts.relayPort, parts.emulator.port);
    this.spec = {
      address: `redfish-virtualmedia+https://127.0.0.1:${parts.relayPort}/redfish/v1/Systems/${parts.uuid}`,
      username: parts.username,
      password: parts.password,
      disableCertificateVerification: true,
    };
  }

  async open(): Promise<void> {
    await this.#relay.open();
  }

  async powerOff(): Promise<void> {
    const path = `/redfish/v1/Systems/${this.#parts.uuid}/Actions/ComputerSystem.Reset`;
    await this.#parts.emulator.post(path, { ResetType: "GracefulShutdown" }, this.#parts);
  }

  async setTrouble(trouble: BmcTrouble | undefined): Promise<void> {
    await this.#reachable?.();
    this.#reachable = undefined;
    const target = trouble === "wrong-password" ? await this.#parts.stranger() : this.#parts.emulator;
    this.#relay.retarget(target.port);
    if (trouble === "unreachable") {
      await this.#relay.set("refusing");
      this.#reachable = await this.#parts.blackHole(this.#relay.port);
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
