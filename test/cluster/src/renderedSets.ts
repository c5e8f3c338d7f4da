import { hashOf } from "@ironworks/core/json";
import {
  DEPLOY_LETTERS,
  type DeployFlag,
  deployLettersOf,
  formatDeployFlags,
  type KubernetesObject,
  NO_FLAGS,
  type Release,
  synthesiseUpstream,
} from "@ironworks/metal3";

/** What one call of deploy.sh applies. */
export interface RenderedSet {
  /** E.g. `-b -i -n`. */
  readonly flags: string;
  readonly objects: readonly KubernetesObject[];
}

const VARIABLES = {
  IRONIC_HOST_IP: "10.0.20.99",
  MARIADB_HOST_IP: "127.0.0.1",
  IRONIC_USERNAME: "ironic-user",
  IRONIC_PASSWORD: "ironic-pass",
  IRONIC_HTPASSWD: "ironic-user:$2y$05",
  IRONIC_INSPECTOR_USERNAME: "inspector-user",
  IRONIC_INSPECTOR_PASSWORD: "inspector-pass",
  INSPECTOR_HTPASSWD: "inspector-user:$2y$05",
};

/** Every set of flags that a release takes; of those that render the same the first. */
export function renderedSets(release: Release): readonly RenderedSet[] {
  const letters = deployLettersOf(release) ?? [];
  const sets = new Map<string, RenderedSet>();
  for (const chosen of subsets(letters)) {
    const flags: Record<DeployFlag, boolean> = { ...NO_FLAGS };
    for (const letter of chosen) {
      const known = DEPLOY_LETTERS[letter];
      if (known) {
        flags[known.flag] = known.value;
      }
    }
    const spec = { release, flags, variables: VARIABLES };
    const { objects, problems } = synthesiseUpstream(spec);
    if (problems.some(({ severity }) => severity === "error")) {
      continue;
    }
    const key = hashOf(objects);
    if (!sets.has(key)) {
      sets.set(key, { flags: formatDeployFlags(flags), objects });
    }
  }
  return [...sets.values()];
}

/** What `-b -n` applies: the operator without Ironic. */
export function operatorSet(release: Release): readonly KubernetesObject[] {
  return synthesiseUpstream({
    release,
    flags: { ...NO_FLAGS, operator: true, authentication: false },
    variables: VARIABLES,
  }).objects;
}

function subsets(letters: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** letters.length }, (_, mask) => letters.filter((_letter, at) => mask & (1 << at)));
}
