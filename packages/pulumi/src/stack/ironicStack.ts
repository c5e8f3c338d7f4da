import { errorAt, type Problem } from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { problemsError } from "../program/programError.js";
import { fieldLine } from "../resource/fieldLine.js";
import { isInstanceOf } from "../resource/isInstanceOf.js";
import { type IronicApi, type IronicApiArgs, ironicApi } from "../route/ironicApi.js";
import { inCreationOrder, waitsFor } from "./creationOrder.js";
import type { IronicStackArgs } from "./ironicStackArgs.js";
import { resourceOf } from "./kubernetesKinds.js";
import { type PlannedObject, plannedObjects } from "./stackObjects.js";

const TYPE = "ironworks:index:IronicStack";

/** What hosts live on, and what guards them, stays in the cluster when the stack is destroyed. */
const KEPT = /^(?:Namespace|CustomResourceDefinition|ValidatingAdmissionPolicy(?:Binding)?)$/;

/** Where Ironic listens. */
const PORT = 6385;

/**
 * A control plane, the Metal3 operator and Ironic, in a Kubernetes cluster: each object is one resource of
 * `@pulumi/kubernetes`. Custom resource definitions, the namespace and the guard outlast a `pulumi destroy`, and with them all hosts.
 * cert-manager must be there already.
 *
 * @example
 * ```ts
 * // A control plane without a login, and a host that it drives.
 * import { BareMetalHost } from "@ironworks/pulumi";
 * import { IronicStack } from "@ironworks/pulumi/kubernetes";
 *
 * const metal3 = new IronicStack(
 *   "metal3",
 *   {
 *     release: "v0.12.6",
 *     flags: { authentication: false },
 *     variables: { IRONIC_HOST_IP: "10.0.20.99" },
 *     settings: { PROVISIONING_INTERFACE: "eno2", IRONIC_ENDPOINT: "http://10.0.20.99:6385/v1/" },
 *   },
 *   { provider: cluster },
 * );
 * new BareMetalHost("node-0", { route: metal3.ironic, bmc: { address, username, password } }, { dependsOn: metal3 });
 * ```
 *
 * @example
 * ```ts
 * // With TLS and a login; the password is secret in every resource.
 * import { IronicStack } from "@ironworks/pulumi/kubernetes";
 * import * as pulumi from "@pulumi/pulumi";
 *
 * const config = new pulumi.Config();
 * new IronicStack("metal3", {
 *   release: "v0.13.2",
 *   flags: { tls: true },
 *   variables: {
 *     IRONIC_HOST_IP: "10.0.20.99",
 *     IRONIC_USERNAME: "admin",
 *     IRONIC_PASSWORD: config.requireSecret("ironicPassword"),
 *     IRONIC_HTPASSWD: config.requireSecret("ironicHtpasswd"),
 *   },
 *   settings: { PROVISIONING_INTERFACE: "eno2", IRONIC_ENDPOINT: "https://10.0.20.99:6385/v1/" },
 *   api: { caFile: "ironic-ca.pem" },
 * });
 * ```
 *
 * @example
 * ```ts
 * // The operator alone, guarded; its Ironic runs elsewhere.
 * import { IronicStack } from "@ironworks/pulumi/kubernetes";
 *
 * new IronicStack("metal3", {
 *   release: "v0.13.2",
 *   flags: { ironic: false, authentication: false },
 *   settings: { IRONIC_ENDPOINT: "http://10.0.20.99:6385/v1/" },
 *   guard: {},
 * });
 * ```
 */
export class IronicStack extends pulumi.ComponentResource {
  /** Address of Ironic's API. Empty where the stack has no Ironic. */
  readonly ironicEndpoint: pulumi.Output<string>;

  readonly #ironic: IronicApi | undefined;

  constructor(name: string, args: IronicStackArgs, opts?: pulumi.ComponentResourceOptions) {
    const self: { resource?: pulumi.Resource } = {};
    const warn = (problem: Problem): void => void pulumi.log.warn(fieldLine(problem), self.resource);
    const objects = inCreationOrder(
      plannedObjects(name, args, warn).map((planned) => ({ ...planned.object, planned })),
    );
    // The engine stores what is given here in the component's state.
    super(TYPE, name, { profile: args.profile ?? "upstream", release: args.release }, opts);
    self.resource = this;
    const made: { readonly of: (typeof objects)[number]; readonly resource: pulumi.Resource }[] = [];
    for (const object of objects) {
      const dependsOn = made.filter(({ of }) => waitsFor(object, of)).map(({ resource }) => resource);
      made.push({ of: object, resource: this.#make(name, object.planned, dependsOn) });
    }
    this.#ironic = args.flags?.ironic === false ? undefined : routeOf(name, args);
    this.ironicEndpoint = pulumi.output(this.#ironic?.args.endpoint ?? "");
    this.registerOutputs({ ironicEndpoint: this.ironicEndpoint });
  }

  /**
   * The route to hosts that are driven through this stack's Ironic.
   *
   * @throws ProgramError where the stack has no Ironic.
   */
  get ironic(): IronicApi {
    if (this.#ironic) {
      return this.#ironic;
    }
    const problem = errorAt("ironic", "is not part of this stack.", "leave out `flags.ironic`, or use `ironicApi(…)`");
    throw problemsError([{ ...problem, resource: pulumiName(this) }]);
  }

  /** True for stacks of any copy of this package. */
  static override isInstance(value: unknown): value is IronicStack {
    return isInstanceOf(value, TYPE);
  }

  #make(stack: string, { object, name, whole }: PlannedObject, dependsOn: pulumi.Resource[]): pulumi.CustomResource {
    const { apiVersion, kind, ...members } = object;
    const args = Object.fromEntries(Object.keys(members).map((member) => [member, whole.apply((all) => all[member])]));
    const metadata = whole.apply(({ metadata: { creationTimestamp: _null, ...known } }) => known);
    return resourceOf(object)(
      `${stack}-${name}`,
      { ...args, apiVersion, kind, metadata },
      { parent: this, dependsOn, ...(KEPT.test(kind) && { retainOnDelete: true }) },
    );
  }
}

function pulumiName(resource: pulumi.Resource): string {
  return (resource as { readonly __name?: string }).__name ?? "stack";
}

/** Credentials of the stack are those of its route, unless the program says otherwise. */
function routeOf(name: string, { flags = {}, variables = {}, ramdisk, api = {} }: IronicStackArgs): IronicApi {
  const scheme = flags.tls === true ? "https" : "http";
  const address = pulumi.output(variables.IRONIC_HOST_IP ?? "");
  const args: IronicApiArgs = {
    endpoint: address.apply((ip) => `${scheme}://${ip.includes(":") ? `[${ip}]` : ip}:${PORT}`),
    ramdisk,
    ...(flags.authentication !== false && {
      username: variables.IRONIC_USERNAME,
      password: variables.IRONIC_PASSWORD === undefined ? undefined : pulumi.secret(variables.IRONIC_PASSWORD),
    }),
  };
  const given = Object.entries(api).filter(([, value]) => value !== undefined);
  return ironicApi(name, { ...args, ...Object.fromEntries(given) });
}
