import type { Passage } from "../gate.js";
import type { Random } from "../random.js";

/** What a run is doing when it is disturbed. */
export type Phase = "install" | "reinstall" | "destroy" | "refresh";

/** What happens to it. */
export type Blow =
  | "kill engine"
  | "kill provider"
  | "kill engine and provider"
  | "kill Ironic"
  | "API away"
  | "second ^C"
  | "BMC away"
  | "engine's disk full"
  | "machine's disk full";

/** Counted from the start of the run: calls that reach Ironic's API, calls that change something, or lines of the lab's log. */
export type Clock = "call" | "change" | "lab line";

/** When it happens. */
export interface Moment {
  readonly clock: Clock;
  readonly count: number;
  /** Counts only what contains this: method and target of a call, e.g. `PUT active`, or a line of the lab. Default: all. */
  readonly of?: string | undefined;
  /** What becomes of the call; of a line of the lab there is none. */
  readonly passage: Passage;
}

/** What is run after it, before it must converge. */
export type Recovery = "up" | "refresh" | "up --refresh" | "destroy";

/** What deleting a host and its machine does. */
export interface OnDestroy {
  readonly host: "detach" | "remove";
  readonly machine: "detach" | "deprovision";
}

/** One disturbance, all of it. */
export interface Draw {
  readonly phase: Phase;
  /** Of a reinstall, and of a BMC: the place of the host in the fleet. */
  readonly target: number;
  readonly blow: Blow;
  readonly moment: Moment;
  readonly recovery: Recovery;
  /** By host; from this run on. */
  readonly onDestroy: readonly OnDestroy[];
}

/** About how many there are in a run of two hosts that nobody disturbs; a moment that never comes is drawn again. */
const MOST: Readonly<Record<Phase, Readonly<Record<Clock, number>>>> = {
  install: { call: 60, change: 24, "lab line": 24 },
  reinstall: { call: 25, change: 6, "lab line": 8 },
  destroy: { call: 24, change: 10, "lab line": 2 },
  refresh: { call: 6, change: 1, "lab line": 1 },
};

const ON_DESTROY: readonly [OnDestroy, ...OnDestroy[]] = [
  { host: "remove", machine: "deprovision" },
  { host: "remove", machine: "deprovision" },
  { host: "detach", machine: "deprovision" },
  { host: "detach", machine: "detach" },
];

/** @param hosts - How many there are. */
export function draw(random: Random, hosts: number): Draw {
  const phase = random.pick<Phase>(["install", "install", "install", "reinstall", "reinstall", "destroy", "refresh"]);
  const target = random.upTo(hosts) - 1;
  const blow = random.pick<Blow>([
    "kill engine",
    "kill engine",
    "kill provider",
    "kill engine and provider",
    "kill engine and provider",
    "kill Ironic",
    "API away",
    "second ^C",
    "BMC away",
    "engine's disk full",
    "machine's disk full",
  ]);
  const clock = phase === "refresh" ? "call" : random.pick<Clock>(["call", "change", "change", "lab line"]);
  const passage = clock === "lab line" ? "open" : random.pick<Passage>(["open", "lost", "late", "unanswered"]);
  // The smaller of two: a server that is only attached to again needs few calls.
  const count = Math.min(random.upTo(MOST[phase][clock]), random.upTo(MOST[phase][clock]));
  const moment: Moment = { clock, count, passage };
  const recovery = random.pick<Recovery>(["up", "up", "refresh", "up --refresh", "destroy"]);
  const onDestroy = Array.from({ length: hosts }, () => random.pick(ON_DESTROY));
  return { phase, target, blow, moment, recovery, onDestroy };
}

/** In one line, for people. */
export function describeDraw({ phase, target, blow, moment, recovery, onDestroy }: Draw): string {
  const { clock, count, of, passage } = moment;
  const fate = passage === "open" ? "" : `, which is ${passage}`;
  const deletes = onDestroy.map(({ host, machine }) => `${host}/${machine}`).join(", ");
  return `${phase} (host ${target}): ${blow} at ${clock} ${count}${of ? ` of \`${of}\`` : ""}${fate}; then \`${recovery}\`; onDestroy ${deletes}`;
}
