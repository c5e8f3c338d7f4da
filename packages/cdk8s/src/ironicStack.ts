import { errorAt, type Problem } from "@ironworks/core";
import {
  DEPLOY_VARIABLES,
  type DeployVariable,
  isRelease,
  KNOWN_RELEASES,
  type KubernetesObject,
  synthesiseStack,
} from "@ironworks/metal3";
import { ApiObject, type ApiObjectMetadata, Chart } from "cdk8s";
import { Construct, type IConstruct } from "constructs";
import { keepClusterScope } from "./clusterScope.js";
import { GitOps } from "./gitOps.js";
import type { IronicStackProps } from "./ironicStackProps.js";
import { OperatorRoute } from "./operatorRoute.js";
import { problemTexts } from "./problemText.js";
import { waveOf } from "./syncWaves.js";

const MARKER = Symbol.for("ironworks.cdk8s.IronicStack");

/** A control plane that may be declared elsewhere. */
export interface IIronicStack extends IConstruct {
  /** The route of hosts that its operator drives. */
  readonly operator: OperatorRoute;
}

const NEWEST = KNOWN_RELEASES.at(-1) ?? "v0.14";

/** What hosts live on: these objects outlast a deletion of their Application or Kustomization. */
const PREREQUISITES: readonly string[] = ["Namespace", "CustomResourceDefinition"];

/**
 * A control plane: the Metal3 operator and Ironic. Below an app it brings two charts, one a role: `<id>-prerequisites`
 * (namespace and custom resource definitions, which nobody prunes) and `<id>-stack` (the rest). Inside a chart, all its objects
 * are that chart's.
 *
 * @example
 * const stack = new IronicStack(app, "metal3", {
 *   release: "v0.13.2",
 *   profile: "upstream",
 *   flags: { authentication: false },
 *   variables: { IRONIC_HOST_IP: "10.0.20.99" },
 *   settings: { PROVISIONING_INTERFACE: "eno2" },
 * });
 */
export class IronicStack extends Construct implements IIronicStack {
  /** True for stacks of any copy of this package. */
  static isIronicStack(value: unknown): value is IronicStack {
    return typeof value === "object" && value !== null && MARKER in value;
  }

  /** Refers to a control plane that is deployed elsewhere, by the release of its operator. */
  static fromRelease(scope: Construct, id: string, release: string): IIronicStack {
    return new ImportedStack(scope, id, release);
  }

  /** The route of hosts that the stack's operator drives. */
  readonly operator: OperatorRoute;
  /** Chart of the namespace and the custom resource definitions. */
  readonly prerequisites: Chart;
  /** Chart of everything else. */
  readonly controlPlane: Chart;

  constructor(scope: Construct, id: string, props: IronicStackProps) {
    super(scope, id);
    Object.defineProperty(this, MARKER, { value: true });
    const { plainSecrets = false, secretNames = {}, ...spec } = props;
    const { objects, problems } = synthesiseStack(plainSecrets ? spec : { ...spec, secretNames });
    const all = [...problems, ...(plainSecrets ? [] : credentialProblems(props))];
    this.node.addValidation({ validate: () => problemTexts(all, "error") });
    // A release that is none is among the problems already.
    this.operator = OperatorRoute.forRelease(isRelease(props.release) ? props.release : NEWEST);
    const chart = enclosingChart(scope);
    this.prerequisites = chart ?? new Chart(scope, `${id}-prerequisites`);
    this.controlPlane = chart ?? new Chart(scope, `${id}-stack`);
    for (const object of objects) {
      this.#add(object);
    }
  }

  #add(object: KubernetesObject): void {
    const { kind, metadata } = object;
    const prerequisite = PREREQUISITES.includes(kind);
    const chart = prerequisite ? this.prerequisites : this.controlPlane;
    const scope = enclosingChart(this) ? this : chart;
    const api = new ApiObject(scope, `${kind}.${metadata.name}`, {
      ...object,
      metadata: metadata as ApiObjectMetadata,
    });
    keepClusterScope(api);
    const wave = waveOf(kind);
    if (prerequisite) {
      // Client-side apply keeps a copy in an annotation, which is too small for a definition.
      GitOps.protect(api, { wave, syncOptions: kind === "Namespace" ? [] : ["ServerSideApply=true"] });
    } else {
      GitOps.order(api, { wave });
    }
  }
}

function enclosingChart(construct: IConstruct): Chart | undefined {
  for (const scope of construct.node.scopes.toReversed()) {
    if (Chart.isChart(scope)) {
      return scope;
    }
  }
  return undefined;
}

/** Credentials given to an app that writes references only. */
function credentialProblems({ variables = {} }: IronicStackProps): readonly Problem[] {
  return Object.keys(variables).flatMap((name) => {
    if (!DEPLOY_VARIABLES[name as DeployVariable]?.secret) {
      return [];
    }
    const remedy = "take it out, and name the Secret in `secretNames`; or say `plainSecrets: true`";
    return [errorAt(`variables.${name}`, "is a credential, and manifests here only refer to Secrets.", remedy)];
  });
}

/** A control plane of which only the release is known. */
class ImportedStack extends Construct implements IIronicStack {
  readonly operator: OperatorRoute;

  constructor(scope: Construct, id: string, release: string) {
    super(scope, id);
    this.operator = OperatorRoute.forRelease(release);
  }
}
