import { hasHeartbeats, type Phase, type UnfinishedDeed } from "@ironworks/core";
import {
  act,
  type DeedEnd,
  type DeedKind,
  type DeedRecord,
  type Destruction,
  deedEffect,
  type Hand,
  type HostRecord,
  resume,
  type Sign,
  sleep,
  unfinishedDeed,
  waitFor,
} from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";
import type { DeployStep, Node, NodeSummary, PatchOperation, PowerTarget, ProvisionVerb } from "../api/node.js";
import type { Sighting } from "../nodePoller.js";
import { nothingSeen, remember, type SeenSoFar, stepOf } from "./failureReason.js";
import { heartbeatSign } from "./heartbeat.js";
import type { HostOperation } from "./hostOperation.js";
import { likelyCause } from "./likelyCause.js";
import { lostNode } from "./nodeFailures.js";
import { deedEndedPatch, deedPatch, hostRecordOf } from "./nodeRecord.js";
import { PACES, phaseUnderWay, type WaitKind } from "./pollPace.js";
import { unprotectPatch } from "./protection.js";
import { stateFacts } from "./provisionState.js";

/** Before looking what became of a call that got no good answer. */
const LANDING_MS = 2_000;

/** What Ironic is asked for. */
export type NodeVerb =
  | {
      readonly verb: ProvisionVerb;
      /** In a few words. */
      readonly doing: string;
      /** For the log, after the few words. */
      readonly detail?: string | undefined;
      readonly expectedSeconds?: number | undefined;
      readonly configdrive?: unknown;
      readonly deploySteps?: readonly DeployStep[] | undefined;
    }
  | { readonly power: PowerTarget; readonly timeoutSeconds?: number | undefined }
  | { readonly verb: "remove" | "end maintenance" };

/** How a deed on a node ended. */
export type NodeEnd = DeedEnd<PatchOperation>;

/** Something to be done with a node. */
export interface NodeDeed {
  readonly kind: DeedKind;
  /** Of a destructive kind: what it destroys, and what asks for it. */
  readonly destroys?: Destruction | undefined;
  readonly ask: NodeVerb;
  /** Kernel names of the disks that it may write. */
  readonly disks?: readonly string[] | undefined;
  /** Written before, in one call with the note of the deed. */
  readonly begin?: readonly PatchOperation[] | undefined;
  /** Incarnation of the machine's claim once `begin` is written. */
  readonly claim?: string | undefined;
  /** Throws where the node as it is then forbids the deed. */
  readonly allow?: (() => Promise<void> | void) | undefined;
  /** How often to look for the end; without it there is nothing to wait for. */
  readonly pace?: WaitKind | undefined;
  /** What the end is worth. Default: whatever it is, it ended well. */
  readonly judge?: ((seen: NodeSummary) => Promise<NodeEnd> | NodeEnd) | undefined;
}

/** One node under the hand of one operation: as last seen, and the only way to change it. */
export class NodeHandle implements Hand<PatchOperation> {
  /** What was seen since the last verb. */
  seenSoFar: SeenSoFar = nothingSeen();
  #node: Node;
  #isFresh = true;

  /** @param node - Read in full, or answered, just now. */
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

  get record(): HostRecord | undefined {
    return hostRecordOf(this.#node);
  }

  get isFresh(): boolean {
    return this.#isFresh;
  }

  async read(): Promise<void> {
    await this.reload();
  }

  async write(change: readonly PatchOperation[]): Promise<void> {
    await this.patch(change);
  }

  isRefusal(error: unknown): boolean {
    return IronicError.is(error) && !error.uncertain;
  }

  stamped(deed: DeedRecord): readonly PatchOperation[] {
    return deedPatch(deed);
  }

  unstamped(): readonly PatchOperation[] {
    return deedEndedPatch(this.record);
  }

  async unfinished(): Promise<readonly UnfinishedDeed[]> {
    const owner = this.record?.owner;
    const nodes = (await this.operation.endpoint.directory()).all();
    return nodes.flatMap((node) => {
      const record = hostRecordOf(node);
      const deed = record?.owner === owner ? record && unfinishedDeed(node.uuid, record) : undefined;
      return deed ? [deed] : [];
    });
  }

  unprotected(): readonly PatchOperation[] {
    return unprotectPatch(this.#node);
  }

  /** Reads it in full. */
  async reload(): Promise<Node> {
    const node = await this.operation.endpoint.client.findNode(this.uuid, this.operation.running.signal);
    if (!node) {
      throw lostNode(this.operation, this.uuid);
    }
    this.#see(node);
    return node;
  }

  /** Changes what Ironic keeps of the node; nothing of that reaches the server by itself. */
  async patch(operations: readonly PatchOperation[]): Promise<Node> {
    const { client } = this.operation.endpoint;
    const { signal } = this.operation.running;
    await this.#change(
      async () => this.#see(await client.patchNode(this.uuid, operations, signal)),
      // Writing the same values twice is the same as once.
      () => false,
    );
    return this.#node;
  }

  /** Does something with the server, through the gate, and returns the node as it was seen at the end. */
  async act({ ask, pace, judge, ...deed }: NodeDeed): Promise<NodeSummary> {
    const { phase } = deedEffect(deed.kind);
    const settle = async (): Promise<NodeEnd> => {
      if (pace === undefined) {
        return {};
      }
      const seen = "power" in ask ? await this.#settlePower() : await this.settle(phase, pace);
      return (await judge?.(seen)) ?? {};
    };
    await act(this.operation.running, this, { ...deed, ask: () => this.#ask(ask, phase), settle });
    return this.#node;
  }

  /** Waits for the end of what was asked for before, as {@link act} does. */
  async resume({ kind, disks, pace, judge }: Pick<NodeDeed, "kind" | "disks" | "pace" | "judge">): Promise<void> {
    const settle = async (): Promise<NodeEnd> => {
      const seen = await this.settle(deedEffect(kind).phase, pace ?? "resume");
      return (await judge?.(seen)) ?? {};
    };
    await resume(this.operation.running, this, { kind, disks, settle });
  }

  /** Waits until nothing moves and nobody holds the node. */
  settle(phase: Phase, waitKind: WaitKind): Promise<NodeSummary> {
    const budget = waitKind === "resume" ? phaseUnderWay(this.state, phase) : phase;
    return this.#wait(budget, waitKind, (node) => stateFacts(node.provision_state).kind !== "moving");
  }

  /** Waits until the power state is reached, or Ironic has given up changing it. */
  #settlePower(): Promise<NodeSummary> {
    return this.#wait("power", "power", (node) => node.target_power_state === null);
  }

  /** What goes to Ironic. Called by the gate alone. */
  async #ask(ask: NodeVerb, phase: Phase): Promise<void> {
    const { client } = this.operation.endpoint;
    const { signal } = this.operation.running;
    const { provision_state: state, provision_updated_at: since } = this.#node;
    this.seenSoFar = nothingSeen();
    if ("power" in ask) {
      const { power, timeoutSeconds } = ask;
      const more = timeoutSeconds === undefined ? {} : { timeoutSeconds };
      const reached = power === "power on" ? "power on" : "power off";
      await this.#change(
        () => client.power(this.uuid, power, more, signal),
        (node) => node.target_power_state !== null || node.power_state === reached,
      );
      return;
    }
    if (ask.verb === "remove") {
      await client.deleteNode(this.uuid, signal);
      return;
    }
    if (ask.verb === "end maintenance") {
      await this.#change(
        () => client.leaveMaintenance(this.uuid, signal),
        (node) => !node.maintenance,
      );
      return;
    }
    const { verb, doing, expectedSeconds, detail, ...body } = ask as Extract<NodeVerb, { readonly doing: string }>;
    this.operation.announce(phase, doing, { expectedSeconds, detail });
    await this.#change(
      () => client.provision(this.uuid, verb, body, signal),
      (node) => node.provision_state !== state || node.provision_updated_at !== since,
    );
  }

  #wait(phase: Phase, waitKind: WaitKind, ended: (node: NodeSummary) => boolean): Promise<NodeSummary> {
    const { running, endpoint } = this.operation;
    const begun = running.clock.now();
    this.#isFresh = false;
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
    });
  }

  async #heartbeat(waitedSeconds: number): Promise<Sign | undefined> {
    if (!hasHeartbeats(this.state)) {
      return undefined;
    }
    const { client } = this.operation.endpoint;
    const age = await client.secondsSinceHeartbeat(this.uuid, this.operation.running.signal);
    return heartbeatSign(age, waitedSeconds);
  }

  #see(node: Node): void {
    this.#node = node;
    this.#isFresh = true;
  }

  /** `landed` says from the node as it is whether a call without an answer was carried out. */
  async #change(call: () => Promise<void>, landed: (node: Node) => boolean): Promise<void> {
    const { running } = this.operation;
    running.signal.throwIfAborted();
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
}

/** Ironic passes through `cleaning` even where nothing is cleaned. */
function shownState(node: Node): string {
  const { provision_state: state, automated_clean, clean_step } = node;
  return state === "cleaning" && automated_clean === false && !clean_step?.step ? "cleaning, skipped" : state;
}
