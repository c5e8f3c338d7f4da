import { LabError } from "../error.js";
import {
  FAULT_CATALOGUE,
  type FaultAct,
  type FaultEntry,
  type FaultKind,
  type FaultTargets,
} from "./faultCatalogue.js";
import type { FaultOptions, FaultView } from "./faultView.js";

/** A fault that is on. */
export interface ActiveFault {
  /** A name of `FAULTS`. */
  readonly name: string;
  /** Absent where it is a fault of the whole lab. */
  readonly host?: string | undefined;
  /** All of its settings. */
  readonly options: FaultOptions;
}

/** Which host, and the fault's own settings (see `FAULTS`). */
export interface FaultRequest {
  /** Default: every host. */
  readonly host?: string | undefined;
  /** A setting of the fault; the catalogue has its default. */
  readonly [option: string]: string | number | undefined;
}

/** The faults of a lab: on and off at run time, by the names of `FAULTS`. */
export interface Faults {
  /** The faults that are on, one entry a host. */
  active(): ActiveFault[];
  /**
   * Switches a fault on. One that is on already gets the new settings.
   *
   * @throws LabError `LAB_UNKNOWN_FAULT`, `LAB_UNKNOWN_HOST` or `LAB_BAD_FAULT_OPTION`.
   */
  on(name: string, request?: FaultRequest): Promise<void>;
  /**
   * Switches a fault off; of all hosts where none is named. One that is not on stays off.
   *
   * @throws LabError `LAB_UNKNOWN_FAULT` or `LAB_UNKNOWN_HOST`.
   */
  off(name: string, request?: { readonly host?: string | undefined }): Promise<void>;
}

/** The faults of a lab, with the parts that they act on. */
export class LabFaults implements Faults, FaultView {
  readonly #hosts: readonly string[];
  readonly #active: ActiveFault[] = [];
  #targets: FaultTargets | undefined;

  /** @param hosts - Names of the lab's hosts. */
  constructor(hosts: readonly string[]) {
    this.#hosts = hosts;
  }

  /** Called once the lab's parts exist. */
  attach(targets: FaultTargets): void {
    this.#targets = targets;
  }

  find(name: string, host: string | undefined): FaultOptions | undefined {
    const found = this.#active.filter((fault) => fault.name === name && (host === undefined || fault.host === host));
    return host !== undefined || found.length === this.#hosts.length ? found[0]?.options : undefined;
  }

  active(): ActiveFault[] {
    return [...this.#active];
  }

  async on(name: string, request: FaultRequest = {}): Promise<void> {
    const kind = this.#kind(name, request.host);
    const options = settings(name, kind, request);
    const hosts = this.#scope(kind, request.host);
    for (const host of hosts) {
      this.#forget((fault) => fault.host === host && (fault.name === name || excludes(kind, fault.name)));
      this.#active.push({ name, host, options });
    }
    try {
      await this.#act(kind, hosts, (act, targets, host) => act.on(targets, host, options));
    } catch (error) {
      this.#forget((fault) => fault.name === name && hosts.includes(fault.host));
      throw error;
    }
  }

  async off(name: string, request: { readonly host?: string | undefined } = {}): Promise<void> {
    const kind = this.#kind(name, request.host);
    const hosts = this.#scope(kind, request.host).filter((host) =>
      this.#active.some((fault) => fault.name === name && fault.host === host),
    );
    this.#forget((fault) => fault.name === name && hosts.includes(fault.host));
    await this.#act(kind, hosts, (act, targets, host) => act.off(targets, host));
  }

  #kind(name: string, host: string | undefined): FaultEntry {
    const kind = FAULT_CATALOGUE[name];
    if (kind === undefined) {
      throw new LabError(
        "LAB_UNKNOWN_FAULT",
        `There is no fault \`${name}\`. The faults are ${Object.keys(FAULT_CATALOGUE).join(", ")}.`,
      );
    }
    if (host !== undefined && kind.scope === "lab") {
      throw new LabError("LAB_BAD_FAULT_OPTION", `\`${name}\` is a fault of the whole lab. next: leave \`host\` out`);
    }
    if (host !== undefined && !this.#hosts.includes(host)) {
      throw new LabError("LAB_UNKNOWN_HOST", `There is no host \`${host}\`. The hosts are ${this.#hosts.join(", ")}.`);
    }
    return kind;
  }

  /** The hosts that a fault is of; `undefined` stands for the lab. */
  #scope(kind: FaultKind, host: string | undefined): readonly (string | undefined)[] {
    return kind.scope === "lab" ? [undefined] : host === undefined ? this.#hosts : [host];
  }

  #forget(which: (fault: ActiveFault) => boolean): void {
    this.#active.splice(0, Infinity, ...this.#active.filter((fault) => !which(fault)));
  }

  async #act(
    kind: FaultEntry,
    hosts: readonly (string | undefined)[],
    action: (act: FaultAct, targets: FaultTargets, host: string | undefined) => Promise<void>,
  ): Promise<void> {
    const { act } = kind;
    const targets = this.#targets;
    if (act !== undefined && targets !== undefined) {
      await Promise.all(hosts.map((host) => action(act, targets, host)));
    }
  }
}

function excludes(kind: FaultKind, other: string): boolean {
  return kind.group !== undefined && FAULT_CATALOGUE[other]?.group === kind.group;
}

function settings(name: string, kind: FaultKind, request: FaultRequest): FaultOptions {
  const known = kind.options ?? {};
  const given = Object.entries(request).filter(([key, value]) => key !== "host" && value !== undefined);
  const unknown = given.filter(([key]) => !(key in known)).map(([key]) => key);
  if (unknown.length > 0) {
    const names = Object.keys(known).join(", ") || "none";
    throw new LabError(
      "LAB_BAD_FAULT_OPTION",
      `\`${name}\` has no option \`${unknown.join("`, `")}\`. Its options: ${names}.`,
    );
  }
  const options: Record<string, string | number> = {};
  for (const [key, option] of Object.entries(known)) {
    const value = request[key] ?? option.default;
    if (typeof option.default === "number") {
      const number = Number(value);
      if (!Number.isFinite(number) || number <= 0) {
        throw new LabError(
          "LAB_BAD_FAULT_OPTION",
          `\`${name}\`: option \`${key}\` must be a number above 0, not \`${value}\`.`,
        );
      }
      options[key] = number;
    } else {
      options[key] = String(value);
    }
  }
  return options;
}
