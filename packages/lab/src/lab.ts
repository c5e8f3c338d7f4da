import { rm } from "node:fs/promises";
import type { ConfigDriveContent } from "./disk/configDrive.js";
import { readConfigDrive } from "./disk/configDrive.js";
import type { LabDisk } from "./disk/labDisk.js";
import { LabError } from "./error.js";
import type { Faults } from "./faults/faults.js";
import type { LabHost } from "./host/labHost.js";
import type { LabImage } from "./image/labImage.js";
import type { IronicCredentials } from "./ironic/ironicService.js";
import type { RequestEntry } from "./ironic/requestLog.js";
import type { LabOptions, LabRamdisk } from "./labOptions.js";
import type { LedgerEntry } from "./ledger.js";
import { type LabParts, startLab } from "./start/startLab.js";

/**
 * A bare-metal lab on loopback: a real Ironic, emulated BMCs, deploy agents, and disks that are files.
 *
 * @example
 * ```ts
 * await using lab = await Lab.start({ hosts: 2 });
 * console.log(lab.endpoint, lab.hosts[0].bmc.address);
 * ```
 */
export class Lab implements AsyncDisposable {
  readonly #parts: LabParts;
  #stopped: Promise<void> | undefined;

  private constructor(parts: LabParts) {
    this.#parts = parts;
  }

  /**
   * Starts a lab and returns when everything answers. Prepares what it needs first (see `prepareLab`).
   *
   * @throws LabError and LabSetupError. Nothing is left running; the folder with the logs is kept, and the message of a
   * LabError names it.
   */
  static async start(options: LabOptions = {}): Promise<Lab> {
    return new Lab(await startLab(options));
  }

  /** URL of Ironic's API. */
  get endpoint(): string {
    return this.#parts.endpoint;
  }

  /** What opens Ironic's API; with `noauth` it is open to everybody. */
  get credentials(): IronicCredentials {
    return this.#parts.credentials;
  }

  /** In the order of `LabOptions`: first those with a Redfish BMC, then those with IPMI. */
  get hosts(): readonly [LabHost, ...LabHost[]] {
    return this.#parts.hosts;
  }

  /** Instance images, at least two, all raw. */
  get images(): readonly [LabImage, LabImage, ...LabImage[]] {
    return this.#parts.images;
  }

  /** What `driver_info` of a node names as its deploy ramdisk. */
  get ramdisk(): LabRamdisk {
    return this.#parts.ramdisk;
  }

  /** PEM of the certificate of every BMC; as a CA it verifies them. */
  get ca(): string {
    return this.#parts.ca;
  }

  /** Trouble on demand; `FAULTS` lists it. */
  get faults(): Faults {
    return this.#parts.faults;
  }

  /** Folder with every log. */
  get logs(): string {
    return this.#parts.logs;
  }

  /** Folder of everything of this lab. */
  get folder(): string {
    return this.#parts.folder;
  }

  /** Every disk write, erase, power action and boot so far. */
  ledger(): LedgerEntry[] {
    return this.#parts.ledger.entries();
  }

  /** Every HTTP request that Ironic's API received so far; `by` says whether a client or one of the lab's agents sent it. */
  requests(): RequestEntry[] {
    return this.#parts.requests.entries();
  }

  /**
   * The host of a name.
   *
   * @param name - E.g. `node-0`.
   * @throws LabError `LAB_UNKNOWN_HOST`.
   */
  host(name: string): LabHost {
    const found = this.hosts.find((host) => host.name === name);
    if (found === undefined) {
      const names = this.hosts.map((host) => host.name).join(", ");
      throw new LabError("LAB_UNKNOWN_HOST", `There is no host \`${name}\`. The hosts are ${names}.`);
    }
    return found;
  }

  /**
   * Whether a host is switched on.
   *
   * @throws LabError `LAB_UNKNOWN_HOST`.
   */
  power(name: string): "on" | "off" {
    return this.#parts.power(this.host(name).name);
  }

  /**
   * Ironic loses its database: it is killed, and started again with an empty one under the same URL. The servers run on.
   *
   * @throws LabError `LAB_IRONIC_START_FAILED`.
   */
  loseDatabase(): Promise<void> {
    return this.#parts.loseDatabase();
  }

  /**
   * What a machine would find on the config drive of this disk, read by pycdlib.
   *
   * @throws LabError `LAB_NO_CONFIG_DRIVE` where the disk holds none.
   */
  readConfigDrive(disk: LabDisk): Promise<ConfigDriveContent> {
    return readConfigDrive(disk);
  }

  /**
   * Ends every process and gives every port back. A second call waits for the first.
   *
   * @param options - `keep` leaves the temporary folder, with disks and logs.
   */
  async stop(options: { readonly keep?: boolean | undefined } = {}): Promise<void> {
    this.#stopped ??= this.#stop(options.keep ?? false);
    await this.#stopped;
  }

  /** The same as `stop()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #stop(keep: boolean): Promise<void> {
    const { close, folder, temporary, failure } = this.#parts;
    // Asked before: Ironic ends now in any case.
    const failed = failure() !== undefined;
    await close();
    if (temporary && !keep && !failed) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
