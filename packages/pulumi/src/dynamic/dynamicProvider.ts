import {
  errorsAmong,
  type HostState,
  type MachineState,
  type OperationContext,
  OperationError,
  warningsAmong,
} from "@ironworks/core";
import { RunLedger } from "@ironworks/driver";
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/dynamic";
import { hostLifecycle } from "../host/hostLifecycle.js";
import { RamdiskBoots } from "../host/inspectNotes.js";
import { machineLifecycle } from "../machine/machineLifecycle.js";
import type { MachineOutputs } from "../machine/machineRecord.js";
import { describeFailure } from "../resource/describeFailure.js";
import { fieldLine } from "../resource/fieldLine.js";
import type { AnyInputs, AnyOutputs, Lifecycle, PlannedDeed } from "../resource/lifecycle.js";
import { splitUnknown, withoutUndefined } from "../resource/plain.js";
import { type ResourceKind, urnOf } from "../resource/resourceMeta.js";
import type { RouteInputs } from "../resource/routeInputs.js";
import { allowHosts, destructiveLimit, isSharedOwner, LIMIT_KEY } from "../resource/stackSettings.js";
import { budgetsOf } from "../resource/timeouts.js";
import type { Lookup } from "../route/credentials.js";
import type { DriverPool } from "../route/driverPool.js";
import type { EngineChannel } from "./engineChannel.js";
import type { LineSeverity } from "./engineLine.js";
import { InitFailed, ShownError } from "./failures.js";
import { progressLines } from "./progressLines.js";
import { RunTally, type Verb } from "./runTally.js";

type State = HostState | MachineState;
type AnyLifecycle = Lifecycle<AnyInputs, AnyOutputs, State>;

const LIFECYCLES: Record<ResourceKind, AnyLifecycle> = {
  BareMetalHost: hostLifecycle as unknown as AnyLifecycle,
  ProvisionedMachine: machineLifecycle as unknown as AnyLifecycle,
};

/** How long the parallel diffs of other resources may still take before the first refusal ends the run. */
const REFUSAL_GRACE_MS = 250;

/** How long the engine may take to show a failure of which it has been told. */
const AFTER_THE_ENGINE_MS = 500;

/** What Pulumi's shim calls, for every resource of ours in the stack; it says of which by `ironworks` in the inputs alone. */
export class DynamicProvider {
  readonly #pool: DriverPool;
  readonly #channel: () => EngineChannel;
  readonly #ramdiskBoots = new RamdiskBoots();
  #config: Lookup = () => undefined;
  #tallied: RunTally | undefined;
  readonly #ledger = new RunLedger(() => destructiveLimit(this.#config), { limit: LIMIT_KEY, allow: allowHosts });
  /** Resources of the program that runs, by URN. */
  readonly #declared = new Set<string>();

  constructor(pool: DriverPool, channel: () => EngineChannel) {
    this.#pool = pool;
    this.#channel = channel;
  }

  /** Must not wait: the shim hands the provider out to concurrent calls before this has ended. */
  configure(request: { readonly config: { get(key: string): string | undefined } }): Promise<void> {
    this.#config = (key) => request.config.get(key);
    return Promise.resolve();
  }

  /** Of a create, a preview calls this alone. `olds` are empty then. */
  async check(olds: object, news: AnyInputs): Promise<CheckResult> {
    const { known, unknown } = splitUnknown(news);
    const lifecycle = lifecycleOf(known);
    this.#declared.add(urnOf(known.ironworks));
    const problems = lifecycle.problems(known, unknown);
    for (const warning of warningsAmong(problems)) {
      this.#line(known, "warning", fieldLine(warning));
    }
    const errors = errorsAmong(problems);
    if (errors.length === 0 && Object.keys(olds).length === 0) {
      for (const warning of lifecycle.warningsOfCreate(known, unknown)) {
        this.#line(known, "warning", warning);
      }
      this.#tally.expect(urnOf(known.ironworks));
    }
    await this.#channel().flush();
    // Without a property: with one, the engine prints its value, secret or not.
    return {
      inputs: news,
      failures: errors.map((error) => ({ property: "", reason: fieldLine(error, "INVALID_INPUT") })),
    };
  }

  async diff(_id: string, olds: AnyOutputs, news: AnyInputs): Promise<DiffResult> {
    const { known, unknown } = splitUnknown(news);
    const { changes, warnings, notes, deed, ...difference } = lifecycleOf(known).diff(olds, known, unknown);
    if (!this.#declared.has(urnOf(known.ironworks))) {
      // The engine compares what a refresh read with the inputs of the last run, which no program asks for now.
      return { changes };
    }
    const refusals = [...difference.refusals, ...this.#rebootRefusals(olds, difference.bootsRamdisk)];
    for (const warning of warnings) {
      this.#line(known, "warning", warning);
    }
    for (const note of notes) {
      this.#line(known, "info", note);
    }
    if (refusals.length > 0) {
      await this.#refuse(known, refusals);
    }
    if (deed !== undefined) {
      await this.#plan(known, deed);
    }
    if (changes) {
      this.#tally.expect(urnOf(known.ironworks));
    }
    await this.#channel().flush();
    return { changes };
  }

  #rebootRefusals(olds: AnyOutputs, bootsRamdisk = false): readonly string[] {
    const { name } = olds.ironworks;
    if (bootsRamdisk) {
      this.#ramdiskBoots.add(name);
    }
    const { host, installed } = olds as Partial<MachineOutputs>;
    return host && installed ? this.#ramdiskBoots.refusals(name, host.hostId) : [];
  }

  async create(inputs: AnyInputs): Promise<CreateResult> {
    const state = await this.#operation("create", inputs, (lifecycle, context) =>
      lifecycle.create(this.#driver(inputs), inputs, context),
    );
    return { id: state.nodeUuid, outs: this.#stored(inputs, state, true) };
  }

  async update(id: string, olds: AnyOutputs, news: AnyInputs): Promise<UpdateResult> {
    const state = await this.#operation(
      olds.ironworks.settled ? "update" : "create",
      news,
      (lifecycle, context) => lifecycle.update(this.#driver(news), news, olds, context),
      { id, route: olds.route },
    );
    return { outs: this.#stored(news, state, true) };
  }

  async read(id: string, stored: AnyOutputs): Promise<ReadResult> {
    const lifecycle = lifecycleOf(stored);
    const state = await this.#quietly(stored.ironworks.name, () =>
      lifecycle.read(this.#driver(stored), stored, this.#context(stored)),
    );
    for (const change of lifecycle.drift(stored, state)) {
      this.#line(stored, "warning", change);
    }
    await this.#channel().flush();
    const outputs = this.#stored(stored, state, stored.ironworks.settled);
    const inputs = lifecycle.inputsOf(outputs);
    return { id, props: outputs, ...(inputs && { inputs: withoutUndefined(inputs) }) };
  }

  async delete(_id: string, stored: AnyOutputs): Promise<void> {
    const lifecycle = lifecycleOf(stored);
    const { name, resource } = stored.ironworks;
    const result = await this.#tally.count(urnOf(stored.ironworks), resource, "delete", () =>
      this.#quietly(name, () => lifecycle.delete(this.#driver(stored), stored, this.#lasting(stored))),
    );
    if (result.outcome === "not-ours") {
      this.#line(stored, "warning", `nothing was touched: ${result.reason}`);
    }
    await this.#channel().flush();
  }

  /** Counts what a change will destroy. Nothing is refused for what it only may destroy: that counts when it is done. */
  async #plan(inputs: AnyInputs, { certain, ...deed }: PlannedDeed): Promise<void> {
    const ledger = this.#ledger.within(inputs.route.name);
    if (!certain) {
      const warning = ledger.planPossible(deed);
      if (warning !== undefined) {
        this.#line(inputs, "warning", warning);
      }
      return;
    }
    ledger.plan(deed);
    await this.#others();
    const refusal = ledger.plan(deed);
    if (refusal !== undefined) {
      const more = isParallel() ? "" : `. ${FIRST_ONLY}`;
      await this.#refuse(inputs, [`${refusal.detail}${more} [BLAST_RADIUS] next: ${refusal.remedy}`]);
    }
  }

  /** Lets diffs that run in parallel come to where this one is. */
  async #others(): Promise<void> {
    if (isParallel()) {
      await new Promise((resolve) => setTimeout(resolve, REFUSAL_GRACE_MS));
    }
  }

  /** The engine shows what diff throws with the resource; only of parallel diffs it shows the first alone, with the stack. */
  async #refuse(inputs: AnyInputs, refusals: readonly string[]): Promise<never> {
    if (isParallel()) {
      for (const refusal of refusals) {
        this.#line(inputs, "error", refusal);
      }
      await this.#others();
    }
    await this.#channel().flush();
    throw new ShownError(inputs.ironworks.name, refusals.join("\n"));
  }

  /**
   * Runs a create or update. What exists after a failure is kept, so that the next run goes on from there; with the route where
   * it was before, because that is where it is known to be.
   */
  async #operation(
    verb: Verb,
    inputs: AnyInputs,
    run: (lifecycle: AnyLifecycle, context: OperationContext) => Promise<State>,
    before?: { readonly id: string; readonly route: RouteInputs },
  ): Promise<State> {
    const { resource } = inputs.ironworks;
    try {
      return await this.#tally.count(urnOf(inputs.ironworks), resource, verb, () =>
        run(lifecycleOf(inputs), this.#context(inputs)),
      );
    } catch (error) {
      const partial = error instanceof OperationError ? error.failure.partial : undefined;
      if (partial === undefined) {
        throw new ShownError(inputs.ironworks.name, describeFailure(error), { cause: error });
      }
      const at = before !== undefined && before.route.endpoint !== inputs.route.endpoint ? before.route : inputs.route;
      const properties = withProvider(this.#stored({ ...inputs, route: at }, partial, false), inputs);
      const reason = describeFailure(error);
      this.#showCause(inputs, reason);
      throw new InitFailed(before?.id ?? partial.nodeUuid, properties, [reason], { cause: error });
    } finally {
      await this.#channel().flush();
    }
  }

  /**
   * While the run goes on, the row of a failed resource shows the first line of the engine's own error, `1 error occurred:`.
   * A line of ours that comes after it shows the cause there.
   */
  #showCause({ ironworks }: AnyInputs, message: string): void {
    const line = { message, severity: "error", ephemeral: true, urn: urnOf(ironworks) } as const;
    setTimeout(() => this.#channel().log(line), AFTER_THE_ENGINE_MS).unref();
  }

  /** Reading and deleting keep nothing of a failure; the shim prints stacks, which say nothing to a user. */
  async #quietly<T>(name: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw new ShownError(name, describeFailure(error), { cause: error });
    } finally {
      await this.#channel().flush();
    }
  }

  get #tally(): RunTally {
    this.#tallied ??= new RunTally(this.#channel());
    return this.#tallied;
  }

  #driver({ route }: AnyInputs | AnyOutputs): ReturnType<DriverPool["driverFor"]> {
    return this.#pool.driverFor(route, this.#config);
  }

  #context({ ironworks, route, timeouts }: AnyInputs | AnyOutputs): OperationContext {
    const channel = this.#channel();
    channel.signal.throwIfAborted();
    return {
      signal: channel.signal,
      report: progressLines(channel, urnOf(ironworks)),
      budgets: budgetsOf(timeouts),
      ledger: this.#ledger.within(route.name),
      sharedOwner: isSharedOwner(ironworks.owner, this.#config),
    };
  }

  /** The row of a resource that is deleted goes with it, so what is left of the server is said where it stays. */
  #lasting(stored: AnyOutputs): OperationContext {
    const context = this.#context(stored);
    return {
      ...context,
      report: (progress) =>
        progress.kind === "summary" ? this.#line(stored, "info", progress.message) : context.report(progress),
    };
  }

  #stored(inputs: AnyInputs | AnyOutputs, state: State, settled: boolean): AnyOutputs {
    return withoutUndefined(lifecycleOf(inputs).outputs(inputs, state, settled));
  }

  #line({ ironworks }: AnyInputs | AnyOutputs, severity: LineSeverity, message: string): void {
    this.#channel().log({ message, severity, ephemeral: false, urn: urnOf(ironworks) });
  }
}

/** Without parallel diffs the engine asks for one diff after the other, and ends with the first that fails. */
const FIRST_ONLY =
  "A preview ends with the first that is too many, so there may be more: `PULUMI_PARALLEL_DIFF=true` shows them all";

function isParallel(): boolean {
  return /^(1|true)$/i.test(process.env.PULUMI_PARALLEL_DIFF ?? "");
}

/** The shim adds `__provider` to results, not to failures; without it, it can neither read nor delete the resource. */
function withProvider(outputs: AnyOutputs, inputs: AnyInputs & { readonly __provider?: string }): AnyOutputs {
  return { ...outputs, ...(inputs.__provider !== undefined && { __provider: inputs.__provider }) };
}

function lifecycleOf({ ironworks }: AnyInputs | AnyOutputs): AnyLifecycle {
  const lifecycle = LIFECYCLES[ironworks.resource];
  if (lifecycle === undefined || ironworks.version !== 1) {
    throw new ShownError(
      ironworks.name,
      `\`${ironworks.name}\` was stored by a later version of @ironworks/pulumi [STATE_TOO_NEW]. next: update the package in this project, then run again`,
    );
  }
  return lifecycle;
}
