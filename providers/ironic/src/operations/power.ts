import { IronicError } from "../api/ironicError.js";
import type { NodeSummary, PowerTarget } from "../api/node.js";
import { failedState } from "./explainFailure.js";
import { powerStateOf } from "./hostState.js";
import type { NodeHandle } from "./nodeHandle.js";

/** How long an operating system may take to shut down before the power is cut. */
const SOFT_OFF_SECONDS = 180;

/** Powers the server as wanted: nothing where it already is, and off by asking its operating system first. */
export async function setPower(handle: NodeHandle, online: boolean): Promise<void> {
  if (powerStateOf(handle.node) === (online ? "on" : "off")) {
    return;
  }
  if (online) {
    handle.operation.announce("power", "power on");
    const seen = await power(handle, "power on");
    if (powerStateOf(seen) === "on") {
      return;
    }
  } else {
    handle.operation.announce("power", "shut down");
    const soft = await softOff(handle);
    if (soft && powerStateOf(soft) === "off") {
      return;
    }
    handle.operation.announce("power", "cut the power", { detail: "the operating system did not shut down" });
    const seen = await power(handle, "power off");
    if (powerStateOf(seen) === "off") {
      return;
    }
  }
  const failure = await failedState(handle, handle.node);
  const failureClass = failure.failureClass === "unknown" ? "hardware" : failure.failureClass;
  throw handle.operation.failure({ ...failure, failureClass, step: undefined });
}

function power(handle: NodeHandle, target: PowerTarget, timeoutSeconds?: number): Promise<NodeSummary> {
  const online = target === "power on";
  return handle.act({
    kind: online ? "powerOn" : "powerOff",
    ask: { power: target, timeoutSeconds },
    pace: "power",
  });
}

/** Undefined where the BMC cannot shut an operating system down. */
async function softOff(handle: NodeHandle): Promise<NodeSummary | undefined> {
  try {
    return await power(handle, "soft power off", SOFT_OFF_SECONDS);
  } catch (error) {
    if (error instanceof Error && IronicError.is(error.cause, "IRONIC_BAD_REQUEST")) {
      return undefined;
    }
    throw error;
  }
}
