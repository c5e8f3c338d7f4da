import { errorAt, type Problem, ValidationError } from "@ironworks/core";
import { type DestructiveLimit, destructiveLimitOf } from "@ironworks/driver";
import type { Lookup } from "../route/credentials.js";

/** Keys of the stack's configuration that hold for the whole stack. */
const NAMESPACE = "ironworks:";
export const LIMIT_KEY: string = `${NAMESPACE}maxDestructive`;
const FLEET_KEY = `${NAMESPACE}fleetSize`;
export const OWNER_KEY: string = `${NAMESPACE}owner`;

/** Pulumi's own name for "none": backends of files and buckets have no other, so that two stacks may have one name. */
export const NO_ORGANIZATION = "organization";

/** Whether another stack may have this owner: nobody handed it out, and the user does not vouch for it. */
export function isSharedOwner(owner: string, config: Lookup): boolean {
  return owner.startsWith(`${NO_ORGANIZATION}/`) && config(OWNER_KEY) === undefined;
}

/** Everything wrong with them; each by its key. */
export function settingsProblems(config: Lookup): Problem[] {
  const limit = readLimit(config);
  return [...(limit.ok ? [] : limit.error.map(named)), ...ownerProblems(config(OWNER_KEY))];
}

/** On how many hosts a run may destroy something. Throws where that is not configured well. */
export function destructiveLimit(config: Lookup): DestructiveLimit {
  const limit = readLimit(config);
  if (!limit.ok) {
    throw new ValidationError(limit.error.map(named));
  }
  return limit.value;
}

/** The request that allows destroying something on so many hosts. */
export function allowHosts(hosts: number): string {
  return (
    `\`pulumi config set ${LIMIT_KEY} ${hosts}\` (\`destroy\` uses the configuration of the last \`up\`: ` +
    "add `--run-program`)"
  );
}

function readLimit(config: Lookup): ReturnType<typeof destructiveLimitOf> {
  return destructiveLimitOf({ maxDestructive: config(LIMIT_KEY), fleetSize: config(FLEET_KEY) });
}

/** One to three names, as `<organisation>/<project>/<stack>` has them: they become part of names of nodes. */
const OWNER = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*){0,2}$/;
const OWNER_LENGTH = 100;

function ownerProblems(owner: string | undefined): Problem[] {
  if (owner === undefined || (OWNER.test(owner) && owner.length <= OWNER_LENGTH)) {
    return [];
  }
  const remedy = `write one to three names with \`/\` between them, at most ${OWNER_LENGTH} characters, e.g. \`acme/metal/prod\``;
  return [errorAt(OWNER_KEY, "is not a name for a stack.", remedy)];
}

function named(problem: Problem): Problem {
  return { ...problem, field: `${NAMESPACE}${problem.field}` };
}
