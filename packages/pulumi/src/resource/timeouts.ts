import type { Budget, Phase } from "@ironworks/core";

/**
 * How long a wait may take, in seconds. When it is over, waiting stops with an error and the next run goes on; the
 * server itself is never stopped. These are the inputs that count: Pulumi gives `customTimeouts` to no dynamic resource.
 */
export interface Timeouts {
  /** Reaching the BMC and verifying its credentials. */
  readonly verifySeconds?: number | undefined;
  /** Inspection, boot of the ramdisk included. */
  readonly inspectSeconds?: number | undefined;
  /** Becoming available after inspection. */
  readonly provideSeconds?: number | undefined;
  /** Writing an image and booting it. */
  readonly deploySeconds?: number | undefined;
  /** Turning the power on or off. */
  readonly powerSeconds?: number | undefined;
  /** Undeploying a machine, where `onDestroy: "deprovision"` asks for it. */
  readonly deprovisionSeconds?: number | undefined;
}

const PHASES: Record<keyof Timeouts, Phase> = {
  verifySeconds: "verify",
  inspectSeconds: "inspect",
  provideSeconds: "provide",
  deploySeconds: "deploy",
  powerSeconds: "power",
  deprovisionSeconds: "deprovision",
};

/** The inputs' names, for messages. */
export const TIMEOUT_FIELDS: readonly (keyof Timeouts)[] = Object.keys(PHASES) as (keyof Timeouts)[];

/** Budgets for the waits that were given; a warning comes after half of the time. */
export function budgetsOf(timeouts: Timeouts | undefined): Partial<Record<Phase, Budget>> {
  const budgets: Partial<Record<Phase, Budget>> = {};
  for (const field of TIMEOUT_FIELDS) {
    const hardSeconds = timeouts?.[field];
    if (hardSeconds !== undefined) {
      budgets[PHASES[field]] = { softSeconds: hardSeconds / 2, hardSeconds };
    }
  }
  return budgets;
}
