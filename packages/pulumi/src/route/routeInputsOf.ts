import type * as pulumi from "@pulumi/pulumi";
import { secretOf } from "../resource/resourceInputs.js";
import type { IronicApi } from "./ironicApi.js";

/** A route as resources store it: credentials only where the program gave them, and then secret. */
export function routeInputsOf(route: IronicApi): pulumi.Inputs {
  const { password, username, ...rest } = route.args;
  return { kind: route.kind, name: route.name, ...rest, username, password: secretOf(password) };
}
