import type { Call, Passage } from "../gate.js";
import type { Ended, Running } from "../site.js";
import { type BlowTargets, STRIKES } from "./blow.js";
import type { Draw, Phase, Recovery } from "./draw.js";
import type { Fleet } from "./fleet.js";
import { line, stirrings, text, violations } from "./verdict.js";

/** A command of one disturbance, with how it ended. */
export interface Step {
  readonly command: string;
  readonly code: number | null;
  readonly seconds: number;
  readonly output: string;
}

/** What one disturbance came to. */
export interface Outcome {
  /** Whether its moment came. */
  readonly hit: boolean;
  /** Whether the fleet is as it should be. */
  readonly settled: boolean;
  /** What was not right, a line each. */
  readonly violations: readonly string[];
  readonly steps: readonly Step[];
  /** What a recovery that failed said; undefined where it worked. */
  readonly recoverySaid?: string | undefined;
  /** Deeds and ledger of this disturbance. */
  readonly excerpt: readonly string[];
  /** Images written. */
  readonly writes: number;
  readonly seconds: number;
}

const COMMANDS: Readonly<Record<Recovery, readonly string[]>> = {
  up: ["up", "--yes", "--skip-preview"],
  "up --refresh": ["up", "--yes", "--skip-preview", "--refresh"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};
const PREVIEW = ["preview", "--expect-no-changes"];
/** Pulumi keeps a note of a create that was cut off, for every later run to warn of, until it is told to forget it. */
const CLEAR = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"];
const COMMAND_OF: Readonly<Record<Phase, Recovery>> = {
  install: "up",
  reinstall: "up",
  destroy: "destroy",
  refresh: "refresh",
};
/** After the recovery. One: what the disturbance left behind is dealt with by the next run. */
const MOST_UPS = 1;
const TRIES = 3;
/** A request of a run that is gone may still be on its way. */
const ON_ITS_WAY_MS = 1_500;
const PROVIDER_ENDS_MS = 15_000;

/** Disturbs a fleet once, lets it recover, and judges. The fleet must be settled, or new. */
export async function disturb(fleet: Fleet, drawn: Draw, token: string): Promise<Outcome> {
  return await new Disturbance(fleet, drawn, token).run();
}

class Disturbance {
  readonly #steps: Step[] = [];
  readonly #wrong: string[] = [];
  readonly #began = new Date().toISOString();
  #hit = false;
  #recoverySaid: string | undefined;
  #struck: Promise<void> = Promise.resolve();

  constructor(
    readonly fleet: Fleet,
    readonly drawn: Draw,
    readonly token: string,
  ) {}

  async run(): Promise<Outcome> {
    const { fleet, drawn } = this;
    const { phase, recovery } = drawn;
    const deployed = (await fleet.site.state()).resources.length > 0;
    if (phase === "install" ? deployed : !deployed) {
      await this.#quietly(phase === "install" ? "destroy" : "up");
    }
    await this.#declare();
    const { code, output } = await this.#disturbed(COMMAND_OF[phase]);
    if (this.#hit) {
      await this.#unlock();
      const recovered = await this.#do(recovery);
      this.#recoverySaid = recovered.code === 0 ? undefined : lastLines(recovered.output);
      await this.#settle(recovery, recovered.code === 0);
      await this.#providersEnded();
    } else if (code !== 0) {
      this.#wrong.push(`\`${COMMAND_OF[phase]}\` that nobody disturbed failed: ${lastLines(output)}`);
    }
    return await this.#outcome();
  }

  async #outcome(): Promise<Outcome> {
    const { fleet } = this;
    const account = { deeds: fleet.gate.deeds, ledger: fleet.lab.ledger(), allowances: fleet.allowances };
    this.#wrong.push(...violations(account, fleet.hosts), ...stirrings(account, fleet.hosts, this.#began));
    const left = this.#hit ? await fleet.unsettled() : [];
    this.#wrong.push(...left);
    return {
      hit: this.#hit,
      settled: this.#hit ? left.length === 0 : this.#wrong.length === 0,
      violations: this.#wrong,
      steps: this.#steps,
      recoverySaid: this.#recoverySaid,
      excerpt: this.#excerpt(),
      writes: account.ledger.filter(({ at, reason }) => at >= this.#began && reason.startsWith("image ")).length,
      seconds: (Date.now() - Date.parse(this.#began)) / 1000,
    };
  }

  async #declare(): Promise<void> {
    const { fleet, drawn, token } = this;
    const again = drawn.phase === "reinstall";
    const rebuild = fleet.wish.rebuild.map((last, at) => (again && at === drawn.target ? token : last));
    if (again) {
      this.#allow("install", fleet.hosts[drawn.target] ?? "");
    }
    await fleet.declare({ onDestroy: drawn.onDestroy, rebuild });
  }

  #allow(what: "install" | "undeploy" | "remove", host: string): void {
    this.fleet.allowances.push({ at: new Date().toISOString(), host, what });
  }

  async #quietly(command: Recovery): Promise<void> {
    await this.fleet.declare(this.fleet.wish);
    const { code, output } = await this.#do(command);
    if (code !== 0) {
      this.#wrong.push(`\`${command}\` with nothing wrong failed: ${lastLines(output)}`);
    }
  }

  /** The run that is disturbed. */
  async #disturbed(command: Recovery): Promise<Ended> {
    const { fleet, drawn } = this;
    const { clock, count, of = "", passage } = drawn.moment;
    let counted = 0;
    let running: Running | undefined;
    const strike = (): void => {
      if (running === undefined) {
        return;
      }
      this.#hit = true;
      const host = fleet.hosts[drawn.target] ?? "";
      const targets: BlowTargets = { lab: fleet.lab, gate: fleet.gate, site: fleet.site, running, host };
      this.#struck = STRIKES[drawn.blow](targets);
    };
    const due = (counts: boolean): boolean => {
      counted += counts && !this.#hit ? 1 : 0;
      return counts && !this.#hit && counted === count;
    };
    fleet.gate.onCall = (call: Call): Passage => {
      const named = `${call.method} ${call.target ?? call.path}`.includes(of);
      if (!due(named && (clock === "call" || (clock === "change" && call.changes)))) {
        return "open";
      }
      strike();
      return passage;
    };
    fleet.onLabLine = (said) => {
      if (due(clock === "lab line" && said.includes(of))) {
        strike();
      }
    };
    const ended = await this.#do(command, (started) => {
      running = started;
    });
    fleet.gate.onCall = () => "open";
    fleet.onLabLine = () => undefined;
    await this.#struck;
    return ended;
  }

  async #unlock(): Promise<void> {
    if (await this.fleet.site.locked()) {
      this.#keep("cancel", await this.fleet.site.run("cancel", "--yes"));
    }
  }

  async #do(command: Recovery, onStart?: (running: Running) => void): Promise<Ended> {
    const { fleet } = this;
    const windows = command === "destroy" ? this.#windows() : [];
    fleet.allowances.push(...windows);
    const running = fleet.site.start(...COMMANDS[command]);
    onStart?.(running);
    const ended = await running.ended;
    const until = new Date(Date.now() + ON_ITS_WAY_MS).toISOString();
    for (const window of windows) {
      fleet.allowances.splice(fleet.allowances.indexOf(window), 1, { ...window, until });
    }
    this.#keep(command, ended);
    if (ended.code === 0 && COMMANDS[command][0] === "up") {
      fleet.applied();
    }
    return ended;
  }

  #windows() {
    const at = new Date().toISOString();
    const { hosts, wishes } = this.fleet;
    return hosts.flatMap((host, index) => [
      ...(wishes.some(({ onDestroy }) => onDestroy[index]?.machine === "deprovision")
        ? [{ at, host, what: "undeploy" as const }]
        : []),
      ...(wishes.some(({ onDestroy }) => onDestroy[index]?.host === "remove")
        ? [{ at, host, what: "remove" as const }]
        : []),
    ]);
  }

  /** Runs `up` until it works, and a preview that must find nothing to do. */
  async #settle(recovery: Recovery, worked: boolean): Promise<void> {
    const isUp = COMMANDS[recovery][0] === "up";
    for (let ups = 1; ups <= TRIES && !(isUp && worked); ups += 1) {
      const { code, output } = await this.#do("up");
      if (code === 0) {
        break;
      }
      if (ups >= MOST_UPS) {
        this.#wrong.push(`\`up\` ${ups} after \`${recovery}\` failed: ${lastLines(output)}`);
      }
    }
    if ((await this.fleet.site.state()).pending > 0) {
      this.#keep("refresh --clear-pending-creates", await this.fleet.site.run(...CLEAR));
    }
    const preview = await this.fleet.site.run(...PREVIEW);
    this.#keep("preview", preview);
    if (preview.code !== 0) {
      this.#wrong.push(`the preview finds something to do: ${lastLines(preview.output)}`);
    }
  }

  async #providersEnded(): Promise<void> {
    const deadline = Date.now() + PROVIDER_ENDS_MS;
    while (this.fleet.site.providers().length > 0) {
      if (Date.now() > deadline) {
        this.#wrong.push("a provider process outlives its engine");
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  #keep(command: string, { code, output, seconds, hung }: Ended): void {
    this.#steps.push({ command, code, seconds, output });
    if (hung) {
      this.#wrong.push(`\`${command}\` did not end within ${Math.round(seconds)} s`);
    }
  }

  #excerpt(): string[] {
    const { gate, lab } = this.fleet;
    const entries = [
      ...gate.deeds.filter(({ at }) => at >= this.#began).map((deed) => [deed.at, text(deed)] as const),
      ...lab.ledger().flatMap((entry) => (entry.at >= this.#began ? [[entry.at, line(entry)] as const] : [])),
    ];
    return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, said]) => said);
  }
}

function lastLines(output: string): string {
  const lines = output.split("\n").filter((one) => /error|failed|warning|\* /.test(one));
  return lines
    .slice(-6)
    .map((one) => one.trim())
    .join(" / ");
}
