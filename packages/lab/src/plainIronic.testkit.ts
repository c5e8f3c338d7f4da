import { setTimeout as sleep } from "node:timers/promises";
import type { LabHost } from "./host/labHost.js";
import type { Lab } from "./lab.js";

/** A node of Ironic's API, as far as the tests read it. */
export interface PlainNode {
  readonly uuid: string;
  readonly provision_state: string;
  readonly power_state: string | null;
  readonly reservation: string | null;
  readonly last_error: string | null;
  /** The step that runs. */
  readonly deploy_step: { readonly step?: string | undefined } | null;
}

export interface HistoryEvent {
  readonly event: string;
}

const POLL_MS = 200;
const LOCKED_MS = 60_000;
const FAILED = /failed|^error$/;

/** Ironic locks a node while it works on it, also for a heartbeat of its ramdisk. */
const LOCKED = /is locked by host/;

/** Plain HTTP calls to a lab's Ironic: the tests trust no client of ours. */
export class PlainIronic {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Sends a request, again while the node is locked. */
  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    for (const deadline = Date.now() + LOCKED_MS; ; await sleep(POLL_MS)) {
      const { status, text } = await this.#send(method, path, body);
      if (status < 400) {
        return (text === "" ? undefined : JSON.parse(text)) as T;
      }
      if (status !== 409 || !LOCKED.test(text) || Date.now() > deadline) {
        throw new Error(`${method} ${path}: ${status} ${text}`);
      }
    }
  }

  /** Registers a host: a node without automated cleaning, and its boot port. `more` overrides fields of the node. */
  async enrol(host: LabHost, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const address = new URL(host.bmc.address.replace("redfish-virtualmedia+", ""));
    const node = await this.call<PlainNode>("POST", "/v1/nodes", {
      driver: "redfish",
      name: host.name,
      boot_interface: "redfish-virtual-media",
      driver_info: {
        redfish_address: address.origin,
        redfish_system_id: address.pathname,
        redfish_username: host.bmc.username,
        redfish_password: host.bmc.password,
        redfish_verify_ca: false,
        deploy_iso: this.#lab.ramdisk.iso,
      },
      properties: { capabilities: "boot_mode:uefi" },
      automated_clean: false,
      ...more,
    });
    await this.call("POST", "/v1/ports", { node_uuid: node.uuid, address: host.bootMACAddress });
    return node.uuid;
  }

  node(uuid: string): Promise<PlainNode> {
    return this.call("GET", `/v1/nodes/${uuid}`);
  }

  async patch(uuid: string, path: string, value: unknown): Promise<void> {
    await this.call("PATCH", `/v1/nodes/${uuid}`, [{ op: "add", path, value }]);
  }

  async verb(uuid: string, target: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.call("PUT", `/v1/nodes/${uuid}/states/provision`, { target, ...more });
  }

  /**
   * Sends a verb and waits for the state; a failed state that was not asked for is an error. Ironic has left the old
   * state before it answers a verb, so that a wait for the same state does not end at once.
   */
  async go(
    uuid: string,
    verb: string,
    state: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<PlainNode> {
    await this.verb(uuid, verb, more);
    return this.until(uuid, state);
  }

  async until(uuid: string, state: string, seconds = 150): Promise<PlainNode> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const node = await this.node(uuid);
      if (node.provision_state === state && node.reservation === null) {
        return node;
      }
      if (FAILED.test(node.provision_state) && node.reservation === null && state !== node.provision_state) {
        throw new Error(`${node.provision_state}: ${node.last_error} ${JSON.stringify(await this.history(uuid))}`);
      }
      if (Date.now() > deadline) {
        throw new Error(`still ${node.provision_state} after ${seconds} s (${node.last_error}), not ${state}`);
      }
      await sleep(POLL_MS);
    }
  }

  async history(uuid: string): Promise<string[]> {
    const { history } = await this.call<{ history: HistoryEvent[] }>("GET", `/v1/nodes/${uuid}/history?detail=true`);
    return history.map((event) => event.event);
  }

  /** What an install needs in `instance_info`. */
  instance(
    image: { readonly url: string; readonly checksum: string },
    hints: Readonly<Record<string, unknown>>,
  ): unknown {
    return {
      image_source: image.url,
      image_checksum: image.checksum.slice("sha256:".length),
      image_disk_format: "raw",
      root_device: hints,
    };
  }

  async #send(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { username, password } = this.#lab.credentials;
    const response = await fetch(this.#lab.endpoint + path, {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
        Accept: "application/json",
        "X-OpenStack-Ironic-API-Version": "1.115",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  }
}
