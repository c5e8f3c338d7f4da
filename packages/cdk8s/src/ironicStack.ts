import { errorAt, errorsAmong, type Problem, problemLine } from "@ironworks/core";
import {
  DEPLOY_VARIABLES,
  type DeployVariable,
  isRelease,
  type KubernetesObject,
  synthesiseStack,
} from "@ironworks/metal3";
import { ApiObject, type ApiObjectMetadata, Chart } from "cdk8s";
import { Construct, type IConstruct } from "constructs";
import { AppWarnings } from "./appWarnings.js";
import { keepClusterScope } from "./clusterScope.js";
import { GitOps } from "./gitOps.js";
import type { IronicStackProps } from "./ironicStackProps.js";
import { NEWEST_RELEASE, OperatorRoute } from "./operatorRoute.js";
import { waveOf } from "./syncWaves.js";

const MARKER = Symbol.for("ironworks.cdk8s.IronicStack");

/** A control plane that may be declared elsewhere. */
export interface IIronicStack extends IConstruct {
  /** The route of hosts that its operator drives. */
  readonly operator: OperatorRoute;
}

/** What hosts live on: these objects outlast a deletion of their Application or Kustomization. */
const PREREQUISITES: readonly string[] = ["Namespace", "CustomResourceDefinition"];

/**
 * A control plane: the Metal3 operator and Ironic. Below an app it brings two charts, one a role: `<id>-prerequisites`
 * (namespace and custom resource definitions, which nobody prunes) and `<id>-stack` (the rest). Inside a chart, all its objects
 * are that chart's.
 *
 * @example
 * ```ts
 * // Operator and Ironic with TLS and authentication. Their Secrets are made outside the app, which only names them; the
 * // operator is given Ironic's own address, since upstream's value leads elsewhere.
 * const stack = new IronicStack(app, "metal3", {
 *   release: "v0.13.2",
 *   flags: { tls: true },
 *   variables: { IRONIC_HOST_IP: "10.0.20.99" },
 *   settings: {
 *     PROVISIONING_INTERFACE: "eno2",
 *     DHCP_RANGE: "10.0.20.100,10.0.20.199",
 *     IRONIC_ENDPOINT: "https://10.0.20.99:6385/v1/",
 *     CACHEURL: "",
 *   },
 *   ramdisk: IpaImage.kernelInitramfs({
 *     kernel: "http://10.0.20.99:6180/images/ironic-python-agent.kernel",
 *     initramfs: "http://10.0.20.99:6180/images/ironic-python-agent.initramfs",
 *   }),
 *   secretNames: { "ironic-credentials": "ironic-login", "baremetal-operator-ironic-htpasswd": "ironic-htpasswd" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // The operator alone, for an Ironic that runs elsewhere, in a chart of your own.
 * const operator = new IronicStack(new Chart(app, "operator"), "metal3", {
 *   release: "v0.13.2",
 *   flags: { ironic: false },
 *   settings: { IRONIC_ENDPOINT: "https://ironic.example.org:6385/v1/" },
 *   secretNames: { "ironic-credentials": "ironic-login" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // A control plane that others deploy: only its release counts, for the hosts that it drives.
 * const theirs = IronicStack.fromRelease(app, "theirs", "v0.12.6");
 * const host = new BareMetalHost(hosts, "node-0", {
 *   route: theirs.operator,
 *   bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", credentialsName: "node-0-bmc" },
 * });
 * ```
 */
export class IronicStack extends Construct implements IIronicStack {
  /** True for stacks of any copy of this package. */
  static isIronicStack(value: unknown): value is IronicStack {
    return typeof value === "object" && value !== null && MARKER in value;
  }

  /**
   * What is worth a look and stops nothing, of all stacks below a construct: a line each, after the stack's path.
   * `app.synth()` prints the warnings that nobody asked for before.
   */
  static warnings(scope: IConstruct): string[] {
    return AppWarnings.of(scope).take(scope, IronicStack.isIronicStack);
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

  readonly #problems: readonly Problem[];

  constructor(scope: Construct, id: string, props: IronicStackProps) {
    super(scope, id);
    Object.defineProperty(this, MARKER, { value: true });
    const { plainSecrets = false, secretNames = {}, profile = "upstream", ...rest } = props;
    const spec = { ...rest, profile };
    const { objects, problems } = synthesiseStack(plainSecrets ? spec : { ...spec, secretNames });
    this.#problems = [...problems, ...(plainSecrets ? [] : credentialProblems(props))];
    this.node.addValidation({ validate: () => errorsAmong(this.#problems).map(problemLine) });
    AppWarnings.of(this).watch(this);
    // What is not a release is among the problems already.
    this.operator = OperatorRoute.forRelease(isRelease(props.release) ? props.release : NEWEST_RELEASE);
    const chart = enclosingChart(scope);
    this.prerequisites = chart ?? new Chart(scope, `${id}-prerequisites`);
    this.controlPlane = chart ?? new Chart(scope, `${id}-stack`);
    for (const object of objects) {
      this.#add(object);
    }
  }

  /**
   * What is wrong with the stack.
   * @internal
   */
  _allProblems(): readonly Problem[] {
    return this.#problems;
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
