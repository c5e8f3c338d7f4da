import type { Problem } from "@ironworks/core/problems";
import { ironicAssembly } from "../releases/ironicAssembly.js";
import { inApplyOrder } from "./applyOrder.js";
import { ironicCertificates, servingCertificates } from "./certificates.js";
import { checkedUpstream } from "./checkUpstream.js";
import { ironicConfig, operatorConfig } from "./config.js";
import { crdsFor } from "./crds.js";
import { ironicCredentials, mariadbCredentials, operatorCredentials } from "./credentials.js";
import { ironicDeployment } from "./ironic.js";
import { type KubernetesObject, objectIdentity } from "./kubernetesObject.js";
import { managerDeployment } from "./manager.js";
import { nameMap } from "./names.js";
import { namespaceObject } from "./namespace.js";
import { rbacObjects } from "./rbac.js";
import { serviceObjects } from "./services.js";
import type { StackContext, UpstreamSpec } from "./stackContext.js";
import { webhookObjects } from "./webhooks.js";

/** The objects of a stack, none if an error is among the problems. */
export interface SynthesisedStack {
  /** In the order in which they are applied. */
  readonly objects: readonly KubernetesObject[];
  /** Errors and warnings, by field of the spec. */
  readonly problems: readonly Problem[];
}

/**
 * The objects that upstream's deploy.sh applies, in its order: first the operator's, then Ironic's, each by kind.
 * What it applies twice appears once, at its first place. Pure: the same spec gives the same objects.
 *
 * @example
 * ```ts
 * const { objects, problems } = synthesiseUpstream({
 *   release: "v0.13.2",
 *   flags: { ...NO_FLAGS, operator: true, ironic: true },
 *   variables: { IRONIC_HOST_IP: "10.0.20.99", IRONIC_USERNAME, IRONIC_PASSWORD, IRONIC_HTPASSWD },
 *   settings: { PROVISIONING_INTERFACE: "eno2" },
 * });
 * ```
 */
export function synthesiseUpstream(spec: UpstreamSpec): SynthesisedStack {
  const { problems, context } = checkedUpstream(spec);
  return { objects: context ? stackObjects(context) : [], problems };
}

function stackObjects(context: StackContext): readonly KubernetesObject[] {
  const { operator, ironic } = context.flags;
  const applied = [
    ...(operator ? inApplyOrder(operatorObjects(context)) : []),
    ...(ironic ? inApplyOrder(ironicObjects(context)) : []),
  ];
  return [...new Map(applied.map((object) => [objectIdentity(object), object])).values()];
}

function operatorObjects(context: StackContext): readonly KubernetesObject[] {
  const { facts } = context;
  const config = operatorConfig(context);
  const credentials = operatorCredentials(context);
  return [
    namespaceObject(),
    ...crdsFor(facts.release),
    ...rbacObjects(facts),
    ...[...config, ...credentials].map(({ object }) => object),
    ...serviceObjects(),
    managerDeployment(context, nameMap(config, credentials)),
    ...servingCertificates(),
    ...webhookObjects(facts),
  ];
}

function ironicObjects(context: StackContext): readonly KubernetesObject[] {
  const { parts } = ironicAssembly(context.facts, context.flags);
  const config = [ironicConfig(context)];
  const mariadb = mariadbCredentials(context);
  const credentials = ironicCredentials(context);
  const objects = {
    namespace: () => [namespaceObject()],
    config: () => config.map(({ object }) => object),
    mariadb: () => mariadb.map(({ object }) => object),
    credentials: () => credentials.map(({ object }) => object),
    deployment: () => [ironicDeployment(context, nameMap(config, mariadb, credentials))],
    certificates: () => ironicCertificates(context),
  };
  return parts.flatMap((part) => objects[part]());
}
