import type { Budget, Phase } from "@ironworks/core";

/** What a wait usually takes, when to warn, and when to stop waiting; all in seconds. */
export interface PhaseBudget extends Budget {
  /** Usual duration on real hardware, shown beside the elapsed time. */
  readonly expectedSeconds: number;
}

/**
 * Defaults for each phase. Hard limits lie above the server's own (Ironic's callback timeouts are 1800 s, 4800 s for a
 * deploy in Metal3's image), so that its verdict, which names a cause, comes first.
 */
export const DEFAULT_BUDGETS: Readonly<Record<Phase, PhaseBudget>> = {
  // An unreachable BMC takes Ironic 55 to 60 s to give up; one that accepts and never answers holds it without end.
  verify: { expectedSeconds: 10, softSeconds: 75, hardSeconds: 600 },
  inspect: { expectedSeconds: 300, softSeconds: 900, hardSeconds: 2400 },
  provide: { expectedSeconds: 5, softSeconds: 600, hardSeconds: 7200 },
  deploy: { expectedSeconds: 600, softSeconds: 1800, hardSeconds: 7200 },
  // Ironic gives up a power change after 60 s (120 s in Metal3's image), a soft power off after 180 s here.
  power: { expectedSeconds: 20, softSeconds: 90, hardSeconds: 600 },
  deprovision: { expectedSeconds: 60, softSeconds: 600, hardSeconds: 7200 },
  lock: { expectedSeconds: 5, softSeconds: 30, hardSeconds: 300 },
};

/** The budget of a phase: the caller's, else the default. A hard limit below the soft one makes both the hard one. */
export function budgetOf(phase: Phase, overrides?: Partial<Record<Phase, Budget>>): PhaseBudget {
  const base = DEFAULT_BUDGETS[phase];
  const chosen = { ...base, ...overrides?.[phase] };
  return { ...chosen, softSeconds: Math.min(chosen.softSeconds, chosen.hardSeconds) };
}
