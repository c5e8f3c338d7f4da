import type { StopDetails } from "@ironworks/driver";
import { IronicError } from "../api/ironicError.js";

/**
 * What an error of the API's client means; undefined for any other.
 *
 * @param credentialsRemedy - What to do where the endpoint refuses the credentials. Default: to check them.
 */
export function explainClient(error: unknown, credentialsRemedy?: string): StopDetails | undefined {
  if (!IronicError.is(error)) {
    return undefined;
  }
  const { failureClass, detail, code } = error;
  const remedy = (code === "IRONIC_UNAUTHORIZED" ? credentialsRemedy : undefined) ?? error.remedy;
  return { failureClass, detail, remedy, code, cause: error };
}
