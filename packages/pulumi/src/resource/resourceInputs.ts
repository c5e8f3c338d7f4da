import { warningAt } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { stackConfig } from "../program/stackConfig.js";
import { fieldLine } from "./fieldLine.js";
import { isUnitTest } from "./isUnitTest.js";
import { parentsIn, type ResourceKind, type ResourceMeta, resourceType } from "./resourceMeta.js";
import { NO_ORGANIZATION, OWNER_KEY } from "./stackSettings.js";
import { TIMEOUT_FIELDS } from "./timeouts.js";

/** Who owns what the program that runs declares: its stack, unless that was given another name. */
export function currentOwner(): string {
  return stackConfig(OWNER_KEY) ?? `${organization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch (error) {
    if (isUnitTest()) {
      // Unit tests give none to `setMocks`, and then asking for it throws.
      return NO_ORGANIZATION;
    }
    throw error;
  }
}

/** What every resource carries beside its inputs; known once the program has no mistakes. */
export function metaOf(
  kind: ResourceKind,
  name: string,
  parent: pulumi.Resource | undefined,
  checked: Promise<void>,
): pulumi.Output<ResourceMeta> {
  const urn = valueAlone(pulumi.createUrn(name, resourceType(kind), parent));
  const meta = Promise.all([urn, checked]).then(
    ([known]): ResourceMeta => ({
      resource: kind,
      version: 1,
      name,
      owner: currentOwner(),
      ...(stackConfig(OWNER_KEY) !== undefined && { stack: `${pulumi.getProject()}/${pulumi.getStack()}` }),
      parents: parentsIn(known, kind),
    }),
  );
  return pulumi.output(meta);
}

/**
 * A value without what it depends on. As an input, an output of a component makes the resource depend on all children of
 * that component; children that did so would wait for each other, and none would ever be registered.
 */
function valueAlone(output: pulumi.Output<string>): Promise<string> {
  return pulumi.runtime.serializeProperty("urn", output);
}

/** Marked secret, whatever the program gave; absent where it gave nothing. */
export function secretOf<T>(value: pulumi.Input<T> | undefined): pulumi.Output<pulumi.Unwrap<T>> | undefined {
  return value === undefined ? undefined : (pulumi.secret(value) as pulumi.Output<pulumi.Unwrap<T>>);
}

/** Pulumi hands `customTimeouts` to no dynamic resource, which nobody would notice before it is too late. */
export function warnOfCustomTimeouts(resource: pulumi.Resource, opts: pulumi.CustomResourceOptions | undefined): void {
  if (opts?.customTimeouts === undefined) {
    return;
  }
  const fields = TIMEOUT_FIELDS.map((field) => `\`${field}\``).join(", ");
  const remedy = `set the input \`timeouts\` instead, with any of ${fields}`;
  void pulumi.log.warn(fieldLine(warningAt("customTimeouts", "has no effect here.", remedy)), resource);
}
