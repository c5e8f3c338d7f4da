import { type AgentParts, DeployAgent } from "../agent/deployAgent.js";
import type { Ledger } from "../ledger.js";
import type { HostHardware } from "./labHost.js";

/** What a BMC emulator sends when a system changes. */
export interface SystemNotice {
  readonly uuid: string;
  readonly power_state: string;
  /** A power change that the emulator has accepted and not yet made. */
  readonly pending_power?: { readonly power_state: string } | null | undefined;
  /** Boot source override; absent is the disk. */
  readonly boot_device?: string | undefined;
  /** By virtual media device: file, write-protected, inserted. */
  readonly boot_image?: Readonly<Record<string, readonly [string | null, boolean, boolean]>> | undefined;
}

/** Boot sources that hold a ramdisk, with the virtual media they need. */
const RAMDISK_SOURCES: Readonly<Record<string, { readonly title: string; readonly media?: string }>> = {
  Cd: { title: "virtual media", media: "Cd" },
  Pxe: { title: "network boot" },
  UefiHttp: { title: "UEFI HTTP boot" },
};

/** The machine behind a BMC: power, and what runs on it. */
export class Machine {
  readonly host: HostHardware;
  agent: DeployAgent | undefined;
  readonly #parts: AgentParts;
  readonly #ledger: Ledger;
  #power: "on" | "off" = "off";

  constructor(parts: AgentParts) {
    this.host = parts.host;
    this.#parts = parts;
    this.#ledger = parts.ledger;
  }

  get power(): "on" | "off" {
    return this.#power;
  }

  systemChanged(system: SystemNotice): void {
    // A restart is pending with the power off in between.
    const on = system.power_state === "On" && !system.pending_power;
    if (on && this.#power === "off") {
      this.#power = "on";
      this.#ledger.add({ host: this.host.name, kind: "power", reason: "power on, asked for at the BMC" });
      this.#boot(system);
    } else if (!on && this.#power === "on") {
      this.off("power off, asked for at the BMC");
    }
  }

  off(reason: string): void {
    if (this.#power === "off") {
      return;
    }
    this.#power = "off";
    this.#ledger.add({ host: this.host.name, kind: "power", reason });
    this.agent?.end();
    this.agent = undefined;
  }

  #boot(system: SystemNotice): void {
    const source = RAMDISK_SOURCES[system.boot_device ?? "Hdd"];
    const inserted = source?.media === undefined || system.boot_image?.[source.media]?.[2] === true;
    if (source === undefined || !inserted) {
      const disk = this.host.disks.find((one) => one.isBootable());
      const reason = disk === undefined ? "nothing: no disk can be booted from" : "from disk";
      this.#ledger.add({ host: this.host.name, kind: "boot", disk: disk?.name, reason });
      this.#parts.log(`boots ${disk === undefined ? reason : `from ${disk.name}`}`);
      return;
    }
    this.#ledger.add({ host: this.host.name, kind: "boot", reason: `deploy ramdisk, by ${source.title}` });
    this.agent = new DeployAgent(this.#parts);
    void this.agent.boot();
  }
}
