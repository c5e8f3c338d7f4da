/** What a provision state is for whoever waits. */
export type StateKind =
  /** Nothing happens by itself. */
  | "settled"
  /** Ironic is at work. */
  | "moving"
  /** Nothing happens until somebody lets go: a held step. */
  | "held";

/** How a host gets from a state to `available`. */
export type HostStep =
  | "verify"
  | "wait"
  /** Check identity, inspect, provide: whichever is missing. */
  | "prepare"
  /** Back to `manageable` first. */
  | "manage"
  | "available"
  /** An operating system is, was or is being put on it: the host itself is done, and stays as it is. */
  | "occupied"
  /** Somebody else is at work. */
  | "foreign"
  | "held";

/** How an install gets from a state to `active`. */
export type MachineStep =
  | "install"
  /** Ours is under way. */
  | "wait"
  | "installed"
  /** Ironic itself failed it: it may be asked for again. */
  | "again"
  /** Back to `available` first. */
  | "provide"
  | "recover"
  /** End the teardown that failed. */
  | "teardown"
  | "unfinishedHost"
  | "foreign"
  | "held";

export interface StateFacts {
  readonly kind: StateKind;
  readonly host: HostStep;
  readonly machine: MachineStep;
}

/** Every provision state of Ironic 21 to 39. */
export const PROVISION_STATES: Readonly<Record<string, StateFacts>> = {
  enroll: { kind: "settled", host: "verify", machine: "unfinishedHost" },
  verifying: { kind: "moving", host: "wait", machine: "wait" },
  manageable: { kind: "settled", host: "prepare", machine: "provide" },
  inspecting: { kind: "moving", host: "wait", machine: "wait" },
  "inspect wait": { kind: "moving", host: "wait", machine: "wait" },
  "inspect failed": { kind: "settled", host: "manage", machine: "unfinishedHost" },
  cleaning: { kind: "moving", host: "wait", machine: "wait" },
  "clean wait": { kind: "moving", host: "wait", machine: "wait" },
  "clean failed": { kind: "settled", host: "manage", machine: "recover" },
  "clean hold": { kind: "held", host: "held", machine: "held" },
  available: { kind: "settled", host: "available", machine: "install" },
  deploying: { kind: "moving", host: "occupied", machine: "wait" },
  "wait call-back": { kind: "moving", host: "occupied", machine: "wait" },
  "deploy hold": { kind: "held", host: "occupied", machine: "held" },
  "deploy failed": { kind: "settled", host: "occupied", machine: "again" },
  active: { kind: "settled", host: "occupied", machine: "installed" },
  deleting: { kind: "moving", host: "wait", machine: "wait" },
  error: { kind: "settled", host: "occupied", machine: "teardown" },
  adopting: { kind: "moving", host: "foreign", machine: "foreign" },
  "adopt failed": { kind: "settled", host: "foreign", machine: "foreign" },
  rescuing: { kind: "moving", host: "occupied", machine: "foreign" },
  "rescue wait": { kind: "moving", host: "occupied", machine: "foreign" },
  rescue: { kind: "settled", host: "occupied", machine: "foreign" },
  "rescue failed": { kind: "settled", host: "occupied", machine: "foreign" },
  unrescuing: { kind: "moving", host: "occupied", machine: "foreign" },
  "unrescue failed": { kind: "settled", host: "occupied", machine: "foreign" },
  servicing: { kind: "moving", host: "occupied", machine: "foreign" },
  "service wait": { kind: "moving", host: "occupied", machine: "foreign" },
  "service hold": { kind: "held", host: "occupied", machine: "foreign" },
  "service failed": { kind: "settled", host: "occupied", machine: "foreign" },
};

const UNKNOWN: StateFacts = { kind: "settled", host: "foreign", machine: "foreign" };

/** A state that no release had yet counts as somebody else's. */
export function stateFacts(provisionState: string): StateFacts {
  return PROVISION_STATES[provisionState] ?? UNKNOWN;
}
