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
