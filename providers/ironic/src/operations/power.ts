import { IronicError } from "../api/ironicError.js";
import { failedState } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import type { NodeHandle } from "./nodeHandle.js";

/** How long an operating system may take to shut down before the power is cut. */
const SOFT_OFF_SECONDS = 180;

/** Powers the server as wanted: nothing where it already is, and off by asking its operating system first. */
export async function setPower(handle: NodeHandle, online: boolean): Promise<void> {
  const { operation } = handle;
  const { client } = operation.endpoint;
  const { signal } = operation.running;
  operation.phase = "power";
  if (powerStateOf(handle.node) === (online ? "on" : "off")) {
    return;
  }
  const landed = (node: { readonly target_power_state: string | null; readonly power_state: string | null }): boolean =>
    node.target_power_state !== null || powerStateOf(node) === (online ? "on" : "off");
  operation.announce(online ? "power on" : "shut down");
  if (online) {
    await handle.change(() => client.power(handle.uuid, "power on", {}, signal), landed);
    if (await reached(handle, "on")) {
      return;
    }
  } else {
    const more = { timeoutSeconds: SOFT_OFF_SECONDS };
    const accepted = await softOff(handle, () => client.power(handle.uuid, "soft power off", more, signal), landed);
    if (accepted && (await reached(handle, "off"))) {
      return;
    }
    operation.announce("cut the power", { detail: "the operating system did not shut down" });
    await handle.change(() => client.power(handle.uuid, "power off", {}, signal), landed);
    if (await reached(handle, "off")) {
      return;
    }
  }
  const failure = await failedState(handle, handle.node);
  const failureClass = failure.failureClass === "unknown" ? "hardware" : failure.failureClass;
  throw operation.failure({ ...failure, failureClass, step: undefined });
}

/** False where the BMC cannot shut an operating system down. */
async function softOff(
  handle: NodeHandle,
  call: () => Promise<void>,
  landed: Parameters<NodeHandle["change"]>[1],
): Promise<boolean> {
  try {
    await handle.change(call, landed);
    return true;
  } catch (error) {
    if (IronicError.is(error, "IRONIC_BAD_REQUEST")) {
      return false;
    }
    throw error;
  }
}

async function reached(handle: NodeHandle, wanted: "on" | "off"): Promise<boolean> {
  return powerStateOf(await handle.settlePower()) === wanted;
}
