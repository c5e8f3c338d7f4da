import { errorsAmong, type Problem, warningsAmong } from "@ironworks/core";
import {
  DEPLOY_VARIABLES,
  type DeployVariable,
  type DeployVariables,
  guardObjects,
  type KubernetesObject,
  objectIdentity,
  type StackSpec,
  type SynthesisedStack,
  synthesiseStack,
  unhashedName,
} from "@ironworks/metal3";
import * as pulumi from "@pulumi/pulumi";
import { problemsError } from "../program/programError.js";
import type { IronicStackArgs } from "./ironicStackArgs.js";

/** An object of a stack. */
export interface PlannedObject {
  /** As far as it is known at once: its kind, and its name but for the hash of content that is computed. */
  readonly object: KubernetesObject;
  /** Tells it from the others, and stays the same when content, and so the hash in its name, changes. */
  readonly name: string;
  /** The whole object; secret where it holds a credential. */
  readonly whole: pulumi.Output<KubernetesObject>;
}

/** Take the place of variables that are computed, only to learn which objects there will be. */
const STAND_INS: Readonly<Partial<Record<DeployVariable, string>>> = {
  IRONIC_HOST_IP: "192.0.2.1",
  MARIADB_HOST_IP: "192.0.2.2",
  RESTART_CONTAINER_CERTIFICATE_UPDATED: "false",
};

/** Stands for what nobody may see. */
const MARKER = "ironworks-credential";

/**
 * The objects of a stack. Which there are is known at once, so that each is a resource of its own; their content may
 * depend on variables that are computed.
 *
 * @param warn - Receives each warning, later, once all variables are known: in a preview of computed ones never.
 * @throws ProgramError with everything that is wrong; what only shows in computed variables fails later, in the outputs.
 */
export function plannedObjects(
  name: string,
  args: IronicStackArgs,
  warn: (problem: Problem) => void = () => undefined,
): PlannedObject[] {
  const { api: _api, guard, variables = {}, ...rest } = args;
  const values = Object.entries(variables) as [DeployVariable, pulumi.Input<string> | undefined][];
  const spec = (known: readonly (readonly [string, unknown])[]): StackSpec => ({
    ...rest,
    variables: Object.fromEntries(known) as DeployVariables,
  });
  // What stands in for a value is not warned of.
  const plan = withoutErrors(
    name,
    synthesiseStack(spec(values.map(([key, value]) => [key, isComputed(value) ? standIn(key) : value]))),
  );
  const marked = synthesiseStack(spec(values.map(([key]) => [key, standIn(key)]))).objects;
  const sensitive = new Set(marked.filter(holdsCredential).map(nameOf));
  const known = pulumi.all(values.map(([, value]) => pulumi.output(value)));
  const final = known.apply((texts) => {
    const synthesised = synthesiseStack(spec(values.map(([key], index) => [key, texts[index]])));
    const objects = withoutErrors(name, synthesised);
    warningsAmong(synthesised.problems).forEach(warn);
    return Object.fromEntries(objects.map((object) => [nameOf(object), object]));
  });
  const policies = guard === undefined ? [] : guardObjects(guard);
  const guarding = policies.map((object) => ({ object, name: nameOf(object), whole: asOutput(object) }));
  const objects = plan.map((object) => {
    const own = nameOf(object);
    const whole = final.apply((objects) => objects[own] ?? object);
    const marking = sensitive.has(own) ? pulumi.secret : pulumi.unsecret;
    return { object, name: own, whole: marking(whole) as pulumi.Output<KubernetesObject> };
  });
  return [...objects, ...guarding];
}

function asOutput(object: KubernetesObject): pulumi.Output<KubernetesObject> {
  return pulumi.output(object) as unknown as pulumi.Output<KubernetesObject>;
}

function withoutErrors(name: string, { objects, problems }: SynthesisedStack): readonly KubernetesObject[] {
  const errors = errorsAmong(problems);
  if (errors.length === 0) {
    return objects;
  }
  throw problemsError(errors.map((problem) => ({ ...problem, resource: name })));
}

function isComputed(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function standIn(variable: DeployVariable): string {
  if (!DEPLOY_VARIABLES[variable]?.secret) {
    return STAND_INS[variable] ?? "computed";
  }
  return variable.endsWith("HTPASSWD") ? `computed:${MARKER}` : MARKER;
}

/** Secrets hold nothing else; an old release keeps password files in ConfigMaps. */
function holdsCredential(object: KubernetesObject): boolean {
  return object.kind === "Secret" || JSON.stringify(object).includes(MARKER);
}

function nameOf(object: KubernetesObject): string {
  const name = unhashedName(object);
  const [, kind = ""] = objectIdentity(object).split("/");
  return `${kind.toLowerCase()}-${name}`;
}
