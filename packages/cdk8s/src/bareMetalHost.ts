import { errorsAmong, type Problem, problemLine } from "@ironworks/core";
import {
  HOST_ANNOTATIONS,
  type HostObjectInput,
  type HostObjectProblems,
  hostObject,
  hostObjectProblems,
  type KubernetesObject,
  type OperatorMachineSpec,
} from "@ironworks/metal3";
import { ApiObject, Lazy } from "cdk8s";
import { Construct, type IConstruct } from "constructs";
import { AppWarnings } from "./appWarnings.js";
import type { BareMetalHostProps } from "./bareMetalHostProps.js";
import { GitOps } from "./gitOps.js";
import { HostRegistry } from "./hostRegistry.js";
import { releaseOf, routeProblems } from "./operatorRoute.js";
import { SYNC_WAVES } from "./syncWaves.js";

const MARKER = Symbol.for("ironworks.cdk8s.BareMetalHost");

/** A host that may be declared elsewhere. */
export interface IBareMetalHost extends IConstruct {
  /** Name of the BareMetalHost object. */
  readonly name: string;
}

/**
 * A server, as a BareMetalHost object of the Metal3 operator. Registering and inspecting it write to no disk; a
 * `ProvisionedMachine` installs an operating system. When the host leaves the repository, Argo CD and Flux keep the
 * object, and the server keeps running, unless `onDestroy` says otherwise. The synthesis fails with every mistake that
 * the API server or the operator's webhook would refuse.
 *
 * @example
 * ```ts
 * // A server that boots the deploy ramdisk from virtual media. Its root disk is named by its serial number, so that no
 * // machine can be written to another one.
 * const node0 = new BareMetalHost(chart, "node-0", {
 *   route: stack.operator,
 *   bmc: { address: "redfish-virtualmedia://10.0.1.2/redfish/v1/Systems/1", credentialsName: "node-0-bmc" },
 *   bootMACAddress: "00:35:30:2a:ad:48",
 *   rootDeviceHints: { serialNumber: "S4EWNX0R" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // An IPMI server, which boots over the network and so must have `bootMACAddress`, below an operator that is deployed
 * // elsewhere.
 * const node1 = new BareMetalHost(chart, "node-1", {
 *   route: OperatorRoute.forRelease("v0.12.6"),
 *   bmc: { address: "ipmi://10.0.1.3:623", credentialsName: "node-1-bmc" },
 *   bootMACAddress: "00:35:30:2a:ad:49",
 *   bootMode: "legacy",
 *   description: "rack 1, unit 4",
 * });
 * ```
 *
 * @example
 * ```ts
 * // A server on its way out: the operator forgets it, and it keeps running. Remove the host from the code once its
 * // `operationalStatus` is `detached`.
 * const node2 = new BareMetalHost(chart, "node-2", {
 *   route: stack.operator,
 *   bmc: { address: "redfish-virtualmedia://10.0.1.4/redfish/v1/Systems/1", credentialsName: "node-2-bmc" },
 *   bootMACAddress: "00:35:30:2a:ad:4a",
 *   detached: true,
 * });
 * ```
 */
export class BareMetalHost extends Construct implements IBareMetalHost {
  /** True for hosts of any copy of this package. */
  static isBareMetalHost(value: unknown): value is BareMetalHost {
    return typeof value === "object" && value !== null && MARKER in value;
  }

  /** Refers to a host that this app does not declare. Nothing can be installed on it from here. */
  static fromName(scope: Construct, id: string, name: string): IBareMetalHost {
    return new ImportedHost(scope, id, name);
  }

  /**
   * What is worth a look and stops nothing, of all hosts below a construct: a line each, after the host's path.
   * `app.synth()` prints the warnings that nobody asked for before.
   */
  static warnings(scope: IConstruct): string[] {
    return AppWarnings.of(scope).take(scope, BareMetalHost.isBareMetalHost);
  }

  /** Name of the BareMetalHost object. */
  readonly name: string;
  /** Namespace of the object and of every Secret that it names; undefined where whoever applies it decides. */
  readonly namespace: string | undefined;

  readonly #object: ApiObject;
  readonly #props: BareMetalHostProps;
  readonly #machines = new Map<string, OperatorMachineSpec>();
  #rendered = false;

  constructor(scope: Construct, id: string, props: BareMetalHostProps) {
    super(scope, id);
    Object.defineProperty(this, MARKER, { value: true });
    this.#props = props;
    this.#object = new ApiObject(this, "Resource", {
      apiVersion: "metal3.io/v1alpha1",
      kind: "BareMetalHost",
      metadata: { ...props.metadata, name: props.metadata?.name ?? id },
      spec: Lazy.any({ produce: () => this.#render().spec }),
    });
    this.name = this.#object.name;
    this.namespace = this.#object.metadata.namespace;
    this.#annotate();
    AppWarnings.of(this).watch(this);
    this.node.addValidation({ validate: () => errorsAmong(this._problems().host).map(problemLine) });
  }

  /**
   * Machines by the paths of their constructs.
   * @internal
   */
  get _machines(): ReadonlyMap<string, OperatorMachineSpec> {
    return this.#machines;
  }

  /**
   * Puts a machine on the host; before `app.synth()`.
   * @internal
   */
  _attach(path: string, spec: OperatorMachineSpec): void {
    if (this.#rendered) {
      throw new Error(
        `\`${path}\`: the host \`${this.node.path}\` is synthesised already, without this machine. next: declare machines before \`app.synth()\``,
      );
    }
    this.#machines.set(path, spec);
  }

  /**
   * What is wrong with the host and its machine.
   * @internal
   */
  _allProblems(): readonly Problem[] {
    const { host, machine } = this._problems();
    return [...host, ...machine];
  }

  /**
   * What is wrong, by who can fix it.
   * @internal
   */
  _problems(): HostObjectProblems {
    const ofRoute = routeProblems(this.#props.route);
    if (ofRoute.length > 0) {
      return { host: ofRoute, machine: [] };
    }
    const registry = HostRegistry.of(this);
    return registry.problemsOf(this, () =>
      hostObjectProblems(this.#input(), registry.manifestOf(this.#object), registry.objects),
    );
  }

  #input(): HostObjectInput {
    const [machine] = this.#machines.values();
    return {
      metadata: { name: this.name, namespace: this.namespace },
      host: this.#props,
      ...(machine && { machine }),
      release: releaseOf(this.#props.route),
    };
  }

  #render(): KubernetesObject {
    if (!HostRegistry.of(this).reading) {
      this.#rendered = true;
    }
    return hostObject(this.#input());
  }

  #annotate(): void {
    const options = { wave: SYNC_WAVES.hosts, syncOptions: ["SkipDryRunOnMissingResource=true"] };
    if (this.#props.onDestroy === "remove") {
      GitOps.order(this.#object, options);
    } else {
      GitOps.protect(this.#object, options);
    }
    for (const name of Object.values(HOST_ANNOTATIONS)) {
      const given = this.#props.metadata?.annotations?.[name];
      const later = Lazy.any({ produce: () => this.#render().metadata.annotations?.[name] ?? given });
      this.#object.metadata.addAnnotation(name, later as unknown as string);
    }
  }
}

/** A host of which only the name is known. */
class ImportedHost extends Construct implements IBareMetalHost {
  constructor(
    scope: Construct,
    id: string,
    readonly name: string,
  ) {
    super(scope, id);
  }
}
