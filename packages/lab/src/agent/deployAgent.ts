import { setTimeout as sleep } from "node:timers/promises";
import type { FaultView } from "../faults/faultView.js";
import { inventory, pluginData } from "../host/inventory.js";
import type { HostHardware } from "../host/labHost.js";
import type { Ledger } from "../ledger.js";
import { CommandList } from "./commands.js";
import type { RamdiskIronicClient } from "./ramdiskIronicClient.js";

/** What ramdisks of this release speak. */
const API_VERSION = "1.68";
/** As ramdisks send their inventory: Ironic makes the token before it takes an inventory by a version of 1.84 or newer. */
const INSPECTION_API_VERSION = undefined;
export const AGENT_VERSION = "13.0.0";

const BOOT_MS = 100;
const HEARTBEAT_MS = 1_000;
/** Ironic drops a heartbeat while it holds the node's lock: the next one comes a little after a step is done. */
const AFTER_STEP_MS = 150;
const LOOKUP_RETRY_MS = 500;
/** With how many heartbeats the inventory is offered again. */
const LATE_INSPECTIONS = 30;

/** How Ironic answers who an agent is; `agent_token` is given once a boot, and masked afterwards. */
interface LookupBody {
  readonly node?: { readonly uuid?: string };
  readonly config?: { readonly agent_token?: string };
}

const MASKED = /^\*+$/;

export interface AgentParts {
  readonly host: HostHardware;
  readonly ironic: RamdiskIronicClient;
  readonly callbackUrl: string;
  readonly faults: FaultView;
  readonly ledger: Ledger;
  readonly powerOff: () => Promise<void>;
  readonly log: (line: string) => void;
}

/** One boot of the deploy ramdisk on one host: inspection, lookup, heartbeats, and the commands that Ironic sends. */
export class DeployAgent {
  readonly #parts: AgentParts;
  readonly #ended = new AbortController();
  readonly commands: CommandList;
  #token: string | undefined;
  #node: string | undefined;
  #inspected = false;

  constructor(parts: AgentParts) {
    this.#parts = parts;
    this.commands = new CommandList({
      ...parts,
      signal: this.#ended.signal,
      die: () => this.end(),
      stepDone: () => void this.#heartbeatAfterStep(),
    });
  }

  get running(): boolean {
    return !this.#ended.signal.aborted;
  }

  /** Whether a caller is Ironic. */
  accepts(token: string | null): boolean {
    return this.#token !== undefined && token === this.#token;
  }

  /** Boots, and sends heartbeats until `end`. */
  async boot(): Promise<void> {
    try {
      await sleep(BOOT_MS, undefined, { signal: this.#ended.signal });
      if (this.#parts.faults.find("agent-silent", this.#parts.host.name)) {
        this.#parts.log("ramdisk is up and says nothing (fault agent-silent)");
        return;
      }
      this.#parts.log("ramdisk is up");
      await this.#introduce();
      for (let heartbeats = 0; this.running; heartbeats += 1) {
        // A ramdisk may be up before Ironic has begun to wait for its inventory.
        if (!this.#inspected && heartbeats > 0 && heartbeats <= LATE_INSPECTIONS && this.commands.all().length === 0) {
          await this.#inspect();
        }
        await this.#heartbeat();
        await sleep(HEARTBEAT_MS, undefined, { signal: this.#ended.signal });
      }
    } catch (error) {
      if (this.running) {
        this.#parts.log(`agent failed: ${String(error)}`);
      }
    }
  }

  /** The power is gone, or the agent is. */
  end(): void {
    this.#ended.abort();
  }

  /** Until Ironic knows us: offer the inventory, then ask who we are, which is also how an agent gets its token. */
  async #introduce(): Promise<void> {
    for (let tries = 0; this.running; tries += 1) {
      try {
        if (!this.#inspected) {
          await this.#inspect();
        }
        if (await this.#lookup()) {
          return;
        }
      } catch (error) {
        if (this.running) {
          this.#parts.log(`no answer from Ironic: ${String(error)}`);
        }
      }
      await sleep(Math.min(3_000, LOOKUP_RETRY_MS * (tries + 1)), undefined, { signal: this.#ended.signal });
    }
  }

  /** Ironic answers 404 unless the node waits for inspection, so offering it at every boot is safe. */
  async #inspect(): Promise<void> {
    const { faults, host } = this.#parts;
    const seen = faults.find("agent-no-disks", host.name) ? { ...host, disks: [] } : host;
    const body = { inventory: inventory(seen), ...pluginData(seen) };
    const answer = await this.#request("POST", "/v1/continue_inspection", INSPECTION_API_VERSION, body);
    if (answer.status === 200 || answer.status === 202) {
      this.#inspected = true;
      this.#parts.log("inspection data sent");
      this.#node = (answer.body as { readonly uuid?: string } | undefined)?.uuid ?? this.#node;
    }
  }

  async #lookup(): Promise<boolean> {
    const query = new URLSearchParams({ addresses: this.#parts.host.nics.map((nic) => nic.mac).join(",") });
    if (this.#node !== undefined) {
      query.set("node_uuid", this.#node);
    }
    const answer = await this.#request("GET", `/v1/lookup?${query}`, API_VERSION);
    if (answer.status !== 200) {
      return false;
    }
    const { node, config } = answer.body as LookupBody;
    const isToken = config?.agent_token !== undefined && !MASKED.test(config.agent_token);
    if (isToken && this.#parts.faults.find("agent-lookup-lost", this.#parts.host.name)) {
      throw new Error("the connection broke before the answer (fault agent-lookup-lost)");
    }
    this.#node = node?.uuid ?? this.#node;
    this.#token = isToken ? config.agent_token : this.#token;
    this.#parts.log(`lookup: this is node ${this.#node}`);
    if (this.#token === undefined) {
      this.#parts.log("the token was given out before: locked down, as the real agent is, until the next boot");
      this.end();
    }
    return true;
  }

  async #heartbeat(): Promise<void> {
    try {
      const answer = await this.#request("POST", `/v1/heartbeat/${this.#node}`, API_VERSION, {
        callback_url: this.#parts.callbackUrl,
        agent_token: this.#token,
        agent_version: AGENT_VERSION,
      });
      if (answer.status !== 202) {
        this.#parts.log(`heartbeat answered ${answer.status}: ${answer.text.slice(0, 160)}`);
      }
    } catch (error) {
      if (this.running) {
        this.#parts.log(`heartbeat failed: ${String(error)}`);
      }
    }
  }

  async #heartbeatAfterStep(): Promise<void> {
    await sleep(AFTER_STEP_MS, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    if (this.running) {
      await this.#heartbeat();
    }
  }

  #request(method: string, path: string, version: string | undefined, body?: unknown) {
    return this.#parts.ironic.request(method, path, version, body, this.#ended.signal);
  }
}
