import {
  errorAt,
  type Hardware,
  type HostQuery,
  type HostState,
  type Observed,
  type PowerState,
} from "@ironworks/core";
import * as pulumi from "@pulumi/pulumi";
import { ProgramError, problemsError } from "../program/programError.js";
import { describeFailure } from "../resource/describeFailure.js";
import type { RouteInputs } from "../resource/routeInputs.js";
import { type Credentials, configKey } from "../route/credentials.js";
import { DriverPool } from "../route/driverPool.js";
import { ironicDriver } from "../route/ironicDriver.js";
import { declareRoute } from "../route/routeDeclaration.js";
import { giveHandle } from "./hostHandle.js";
import type { HostLookupArgs } from "./hostLookupArgs.js";

/** How long a look-up may take. */
const LOOKUP_SECONDS = 60;

/** A host that somebody else manages, as it was when the program ran. Nothing of it is kept in the state. */
export class BareMetalHostLookup {
  /** Uuid of Ironic's node. */
  readonly nodeUuid: pulumi.Output<string>;
  /** Absent where the host was never inspected. */
  readonly hardware: pulumi.Output<Hardware | undefined>;
  /** Ironic's provision state, e.g. `active`. */
  readonly provisionState: pulumi.Output<string>;
  /** Power when looked up. */
  readonly powerState: pulumi.Output<PowerState>;
  /** `present`: a host that is not there is an error. */
  readonly observed: pulumi.Output<Observed>;
  /** Canonical BMC endpoint and system. */
  readonly bmcEndpoint: pulumi.Output<string>;
  /** `<organisation>/<project>/<stack>` that manages it; empty where no stack does. */
  readonly owner: pulumi.Output<string>;
  /** The host's name in the program that manages it. */
  readonly hostId: pulumi.Output<string>;

  constructor(name: string, args: HostLookupArgs) {
    const state = lookUp(name, args);
    this.nodeUuid = state.nodeUuid;
    this.hardware = state.apply(({ hardware }) => hardware);
    this.provisionState = state.provisionState;
    this.powerState = state.powerState;
    this.observed = state.observed;
    this.bmcEndpoint = state.bmcEndpoint;
    this.owner = state.owner;
    this.hostId = state.hostId;
    giveHandle(this, { name, route: args.route });
  }
}

function lookUp(name: string, args: HostLookupArgs): pulumi.Output<HostState> {
  const { route, ...by } = args;
  const checked = declareRoute(route);
  const config = new pulumi.Config("ironworks");
  const secret = (field: keyof Credentials): pulumi.Output<string> | undefined =>
    config.getSecret(configKey(route.name, field).slice("ironworks:".length));
  const found = pulumi
    .all([pulumi.output(route.args), by, secret("username"), secret("password"), checked])
    .apply(async ([routeArgs, query, username, password]) => {
      const inputs = { kind: "ironic", name: route.name, ...routeArgs } as RouteInputs;
      const values = new Map([
        [configKey(route.name, "username"), username],
        [configKey(route.name, "password"), password],
      ]);
      const wanted = queryOf(name, query);
      const drivers = new DriverPool(ironicDriver);
      try {
        const context = { signal: AbortSignal.timeout(LOOKUP_SECONDS * 1000), report: () => undefined };
        return await drivers.driverFor(inputs, (key) => values.get(key)).findHost(wanted, context);
      } catch (error) {
        throw new ProgramError(`\`${name}\`: the host could not be looked up: ${describeFailure(error)}`);
      } finally {
        drivers.close();
      }
    });
  // The credentials made it secret; a host's state holds none.
  return pulumi.unsecret(found) as pulumi.Output<HostState>;
}

function queryOf(lookup: string, by: Readonly<Record<string, string>>): HostQuery {
  const { nodeUuid, bootMACAddress, bmcAddress, name } = by;
  if (nodeUuid !== undefined) {
    return { by: "nodeUuid", nodeUuid };
  }
  if (bootMACAddress !== undefined) {
    return { by: "bootMACAddress", bootMACAddress };
  }
  if (bmcAddress !== undefined) {
    return { by: "bmcAddress", address: bmcAddress };
  }
  if (name !== undefined) {
    return { by: "name", name };
  }
  const remedy = "give one of `nodeUuid`, `bootMACAddress`, `bmcAddress` or `name`";
  const problem = errorAt("nodeUuid", "is missing, and so is every other name of a host.", remedy);
  throw problemsError([{ ...problem, resource: lookup }]);
}
