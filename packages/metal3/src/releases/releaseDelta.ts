import type { ImageRole } from "./pod.js";
import type { IronicFacts, OperatorFacts, ReleaseFacts } from "./releaseFacts.js";

/** What changes in a .env file: keys that it loses, and keys that it gains or that have another value. */
interface EnvChange {
  readonly without?: readonly string[];
  readonly set?: Readonly<Record<string, string>>;
}

/** Changes of the checked-in .env files: of all of them, the operator's, and Ironic's two. */
interface EnvChanges {
  readonly all?: EnvChange;
  readonly operator?: EnvChange;
  readonly ironic?: EnvChange;
}

type Env = Readonly<Record<string, string>>;

/**
 * What a line or patch changes in the one that it inherits from. Members of `operator` and `ironic` replace whole values;
 * their .env files are changed by `env`.
 */
export interface ReleaseDelta
  extends Partial<Pick<ReleaseFacts, "letters" | "inspector" | "nullTimestamps" | "mustBePresent">> {
  readonly images?: Partial<Record<ImageRole, string>>;
  readonly operator?: Partial<Omit<OperatorFacts, "env">>;
  readonly ironic?: Partial<Omit<IronicFacts, "env" | "keepalivedEnv">>;
  readonly env?: EnvChanges;
  /** Optional keys of the operator that are new. */
  readonly operatorKeys?: readonly string[];
  /** Optional keys of Ironic, all of them. Later ones are among them from here on. */
  readonly ironicKeys?: readonly string[];
}

/** The facts of a release, from those of the one before it and what it changes. */
export function applyDelta(facts: ReleaseFacts, delta: ReleaseDelta): ReleaseFacts {
  const { optionalKeys, operator, ironic } = facts;
  const { operatorKeys = [], ironicKeys, env = {}, ...rest } = delta;
  return {
    ...facts,
    ...rest,
    images: { ...facts.images, ...delta.images },
    operator: { ...operator, ...delta.operator, env: changeEnv(operator.env, env.all, env.operator) },
    ironic: {
      ...ironic,
      ...delta.ironic,
      env: changeEnv(ironic.env, env.all, env.ironic),
      keepalivedEnv: changeEnv(ironic.keepalivedEnv, env.all, env.ironic),
    },
    optionalKeys: {
      operator: [...optionalKeys.operator, ...operatorKeys],
      ironic: ironicKeys ?? optionalKeys.ironic,
      laterIronic: ironicKeys ? [] : optionalKeys.laterIronic,
    },
  };
}

function changeEnv(env: Env, ...changes: readonly (EnvChange | undefined)[]): Env {
  return changes.reduce<Env>((before, { without = [], set = {} } = {}) => {
    const kept = Object.entries(before).filter(([key]) => !without.includes(key));
    return { ...Object.fromEntries(kept), ...set };
  }, env);
}
