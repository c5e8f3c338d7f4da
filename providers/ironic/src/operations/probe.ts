import { IronicError } from "../api/ironicError.js";
import { explainText } from "./explainFailure.js";
import type { NodeHandle } from "./nodeHandle.js";

/**
 * Asks the BMC with the access that was just written: in no state but `enroll` would Ironic check it by itself. Changes
 * nothing.
 */
export function probe({ operation, uuid }: NodeHandle): Promise<void> {
  return operation.running.attempt({ phase: "verify" }, async () => {
    try {
      await operation.endpoint.client.bootDevice(uuid);
    } catch (error) {
      if (!IronicError.is(error, "IRONIC_BAD_REQUEST", "IRONIC_SERVER_ERROR")) {
        throw error;
      }
      const { failureClass, reason, remedy, code = error.code } = explainText(error.detail);
      if (failureClass === "credential" || failureClass === "network") {
        throw operation.failure({ failureClass, detail: reason, remedy, code, cause: error });
      }
    }
  });
}
