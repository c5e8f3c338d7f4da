import { IronicDriver } from "@ironworks/ironic";
import type { RouteInputs } from "../resource/routeInputs.js";
import { type Credentials, credentialsRemedy, environmentKey, setCommand } from "./credentials.js";
import type { DriverFactory } from "./driverPool.js";
import { projectFile } from "./projectFile.js";

/** The driver behind `ironicApi`. */
export const ironicDriver: DriverFactory = (route, credentials) =>
  new IronicDriver({
    name: route.name,
    endpoint: route.endpoint,
    ramdisk: route.ramdisk,
    credentials: accountOf(route, credentials),
    credentialsRemedy: credentialsRemedy(route.name, credentials),
    ca: route.caPem ?? (route.caFile === undefined ? undefined : projectFile(route.caFile)),
    insecure: route.insecure,
  });

function accountOf(
  route: RouteInputs,
  { username, password }: Credentials,
): { readonly username: string; readonly password: string } | undefined {
  if (username !== undefined && password !== undefined) {
    return { username, password };
  }
  if (username === undefined && password === undefined) {
    return undefined;
  }
  const missing = username === undefined ? "username" : "password";
  const [given, wanted] = missing === "username" ? ["password", "user name"] : ["user name", "password"];
  throw new Error(
    `Endpoint \`${route.name}\` has a ${given} and no ${wanted} [CREDENTIALS_INCOMPLETE]. ` +
      `next: ${setCommand(route.name, missing)}, or set ${environmentKey(route.name, missing)}`,
  );
}
