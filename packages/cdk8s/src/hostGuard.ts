import { type GuardOptions, guardObjects } from "@ironworks/metal3";
import { ApiObject, type ApiObjectMetadata } from "cdk8s";
import { Construct } from "constructs";
import { keepClusterScope } from "./clusterScope.js";
import { GitOps } from "./gitOps.js";
import { waveOf } from "./syncWaves.js";

const MARKER = Symbol.for("ironworks.cdk8s.HostGuard");

/** What the guard lets pass. */
export interface HostGuardProps {
  /**
   * User names whose writes need no approval, such as a controller that is meant to deprovision hosts:
   * `system:serviceaccount:capm3-system:capm3-manager`.
   * @default - none
   */
  readonly exempt?: readonly string[] | undefined;
  /**
   * Whether a host may be created with an image, which the operator installs at once, whatever runs there. `refuse`: only
   * where the host says that it is installed, or in a second step.
   * @default "allow"
   */
  readonly createWithImage?: "allow" | "refuse" | undefined;
}

/**
 * Policies with which the API server refuses what could wipe a host: deleting it, changing or removing its image, turning
 * its cleaning on, deleting definitions and namespaces that hold hosts. A refusal says how to approve the change.
 * Kubernetes 1.30 or later. Profile `upstream` has none of its own.
 *
 * @example
 * new HostGuard(stack.prerequisites, "guard");
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

/** The props are those of core's options: a member that core gains must be added above. */
type Missing = Exclude<keyof GuardOptions, keyof HostGuardProps>;
const complete: Missing extends never ? true : Missing = true;
void complete;
