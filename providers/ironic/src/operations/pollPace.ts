import type { Phase } from "@ironworks/core";
import type { Pace } from "../nodePoller.js";

/** What is waited for. */
export type WaitKind =
  | "verify"
  | "inspectFast"
  | "inspectAgent"
  | "provide"
  | "deploy"
  | "power"
  | "deprovision"
  | "resume";

/** How often to look while waiting, and how long it usually takes. */
export interface WaitPace extends Pace {
  /** Where it differs from its phase's. */
  readonly expectedSeconds?: number | undefined;
}

/** A first look comes when most can be done: what is quick on every BMC is asked early, what boots a ramdisk late. */
export const PACES: Readonly<Record<WaitKind, WaitPace>> = {
  verify: { firstMs: 2_000, slowestMs: 5_000 },
  inspectFast: { firstMs: 2_000, slowestMs: 5_000, expectedSeconds: 15 },
  inspectAgent: { firstMs: 5_000, slowestMs: 5_000 },
  provide: { firstMs: 1_000, slowestMs: 5_000 },
  deploy: { firstMs: 5_000, slowestMs: 5_000 },
  power: { firstMs: 2_000, slowestMs: 5_000 },
  deprovision: { firstMs: 2_000, slowestMs: 5_000 },
  resume: { firstMs: 1_000, slowestMs: 5_000 },
};

/** What is going on in a state that somebody else brought about: its own budget counts, whatever comes afterwards. */
const UNDER_WAY: Readonly<Record<string, Phase>> = {
  verifying: "verify",
  inspecting: "inspect",
  "inspect wait": "inspect",
  deploying: "deploy",
  "wait call-back": "deploy",
  deleting: "deprovision",
};

/** The phase of what is under way in a state; where the state does not say, the one that the caller is in. */
export function phaseUnderWay(provisionState: string, otherwise: Phase): Phase {
  return UNDER_WAY[provisionState] ?? otherwise;
}
