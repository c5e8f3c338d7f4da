import { guardObjects } from "@ironworks/metal3";
import { ApiObject, type ApiObjectMetadata } from "cdk8s";
import { Construct } from "constructs";
import { keepClusterScope } from "./clusterScope.js";
import { GitOps } from "./gitOps.js";
import type { HostGuardProps } from "./hostGuardProps.js";
import { waveOf } from "./syncWaves.js";

const MARKER = Symbol.for("ironworks.cdk8s.HostGuard");

/**
 * Policies with which the API server refuses what could wipe a host: deleting it, changing or removing its image, turning
 * its cleaning on, deleting definitions and namespaces that hold hosts. A refusal says how to approve the change.
 * Kubernetes 1.30 or later. Profile `upstream` has none of its own.
 *
 * @example
 * ```ts
 * new HostGuard(stack.prerequisites, "guard");
 * ```
 *
 * @example
 * ```ts
 * // Cluster API's controller may deprovision, and a host with an image is not created without its status.
 * new HostGuard(stack.prerequisites, "guard", {
 *   exempt: ["system:serviceaccount:capm3-system:capm3-manager"],
 *   createWithImage: "refuse",
 * });
 * ```
 */
export class HostGuard extends Construct {
  /** True for guards of any copy of this package. */
  static isHostGuard(value: unknown): value is HostGuard {
    return typeof value === "object" && value !== null && MARKER in value;
  }

  constructor(scope: Construct, id: string, props: HostGuardProps = {}) {
    super(scope, id);
    Object.defineProperty(this, MARKER, { value: true });
    for (const object of guardObjects(props)) {
      const { kind, metadata } = object;
      const api = new ApiObject(this, `${kind}.${metadata.name}`, {
        ...object,
        metadata: metadata as ApiObjectMetadata,
      });
      keepClusterScope(api);
      GitOps.protect(api, { wave: waveOf(kind) });
    }
  }
}
