import type { Phase } from "@ironworks/core";
import { type Sign, sleep, waitFor } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { DeployStep, Node, NodeSummary, PatchOperation, ProvisionVerb } from "../api/node.js";
import type { Sighting } from "../nodePoller.js";
import { nothingSeen, remember, type SeenSoFar, stepOf } from "./failureReason.js";
import { heartbeatSign, waitsForHeartbeats } from "./heartbeat.js";
import type { HostOperation } from "./hostOperation.js";
import { likelyCause } from "./likelyCause.js";
import { lostNode } from "./nodeFailures.js";
import { PACES, type WaitKind } from "./pollPace.js";
import { stateFacts } from "./provisionState.js";

/** Before looking what became of a call that got no good answer. */
const LANDING_MS = 2_000;

/** One node under the hand of one operation: as last seen, and the only way to change it. */
export class NodeHandle {
  /** What was seen since the last verb. */
  seenSoFar: SeenSoFar = nothingSeen();
  #node: Node;

  constructor(
    readonly operation: HostOperation,
    node: Node,
  ) {
    this.#node = node;
  }

  /** As last seen. */
  get node(): Node {
    return this.#node;
  }

  get uuid(): string {
    return this.#node.uuid;
  }

  get state(): string {
    return this.#node.provision_state;
  }

  /** Reads it in full. */
  async reload(): Promise<Node> {
    const node = await this.operation.endpoint.client.findNode(this.uuid, this.operation.running.signal);
    if (!node) {
      throw lostNode(this.operation, this.uuid);
    }
    this.#node = node;
    return node;
  }

  async patch(operations: readonly PatchOperation[]): Promise<Node> {
    const { client } = this.operation.endpoint;
    const { signal } = this.operation.running;
    await this.#change(
      async () => {
        this.#node = await client.patchNode(this.uuid, operations, signal);
      },
      // Writing the same values twice is the same as once.
      () => false,
    );
    return this.#node;
  }

  /** Like {@link patch}, for what the next run makes good: where Ironic refuses it, it is left undone. */
  async tryPatch(operations: readonly PatchOperation[]): Promise<void> {
    try {
      await this.patch(operations);
    } catch (error) {
      if (!IronicError.is(error)) {
        throw error;
      }
    }
  }

  /**
   * Asks for a change of state, and says so in the few words given. Returns when Ironic has taken it on; {@link settle} waits
   * for the end.
   */
  async verb(
    target: ProvisionVerb,
    doing: string,
    more: {
      readonly configdrive?: unknown;
      readonly deploySteps?: readonly DeployStep[] | undefined;
      readonly expectedSeconds?: number | undefined;
      /** For the log, after the few words. */
      readonly detail?: string | undefined;
    } = {},
  ): Promise<void> {
    const { client } = this.operation.endpoint;
    const { expectedSeconds, detail, ...body } = more;
    this.operation.announce(doing, { expectedSeconds, detail });
    const { provision_state: state, provision_updated_at: since } = this.#node;
    this.seenSoFar = nothingSeen();
    await this.#change(
      () => client.provision(this.uuid, target, body, this.operation.running.signal),
      (node) => node.provision_state !== state || node.provision_updated_at !== since,
    );
  }

  /** Any other change; `landed` says from the node as it is whether a call without an answer was carried out. */
  async change(call: () => Promise<void>, landed: (node: Node) => boolean): Promise<void> {
    await this.#change(call, landed);
  }

  /** Waits until nothing moves and nobody holds the node. */
  settle(phase: Phase, waitKind: WaitKind): Promise<NodeSummary> {
    return this.#wait(phase, waitKind, (node) => stateFacts(node.provision_state).kind !== "moving");
  }

  /** Waits until the power state is reached, or Ironic has given up changing it. */
  settlePower(): Promise<NodeSummary> {
    return this.#wait("power", "power", (node) => node.target_power_state === null);
  }

  #wait(phase: Phase, waitKind: WaitKind, ended: (node: NodeSummary) => boolean): Promise<NodeSummary> {
    const { running, endpoint } = this.operation;
    const begun = running.clock.now();
    return waitFor<Sighting, NodeSummary>(running, {
      phase,
      watch: endpoint.poller.watch(this.uuid, PACES[waitKind]),
      judge: (seen) => {
        if (!seen) {
          throw lostNode(this.operation, this.uuid);
        }
        this.#node = { ...this.#node, ...seen };
        remember(this.seenSoFar, seen);
        if (seen.reservation === null && ended(seen)) {
          return { done: true, result: seen };
        }
        return { done: false, state: shownState(this.#node), step: stepOf(seen) };
      },
      likelyCause,
      sign: () => this.#heartbeat((running.clock.now() - begun) / 1000),
      expectedSeconds: PACES[waitKind].expectedSeconds,
      disksTouched: () => this.operation.disksTouched,
    });
  }

  async #heartbeat(waitedSeconds: number): Promise<Sign | undefined> {
    if (!waitsForHeartbeats(this.state)) {
      return undefined;
    }
    const { client } = this.operation.endpoint;
    const age = await client.secondsSinceHeartbeat(this.uuid, this.operation.running.signal);
    return heartbeatSign(age, waitedSeconds);
  }

  /** The second call of two: where the first one landed late, Ironic refuses it, and what was asked for is done. */
  async #again(call: () => Promise<void>, landed: (node: Node) => boolean): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!IronicError.is(error, "IRONIC_WRONG_STATE") || !landed(await this.reload())) {
        throw error;
      }
    }
  }

  async #change(call: () => Promise<void>, landed: (node: Node) => boolean): Promise<void> {
    const { running } = this.operation;
    running.throwIfCancelled(this.operation.phase);
    try {
      await call();
    } catch (error) {
      if (!IronicError.is(error) || !error.uncertain) {
        throw error;
      }
      await sleep(running.clock, LANDING_MS, running.signal);
      const node = await this.reload();
      if (landed(node)) {
        return;
      }
      await this.#again(call, landed);
    }
  }
}

/** Ironic passes through `cleaning` even where nothing is cleaned. */
function shownState(node: Node): string {
  const { provision_state: state, automated_clean, clean_step } = node;
  return state === "cleaning" && automated_clean === false && !clean_step?.step ? "cleaning, skipped" : state;
}
