import { powerStateOf } from "./hostState.js";
import type { NodeHandle } from "./nodeHandle.js";
import { hostRecordOf } from "./nodeRecord.js";

/** Stops where somebody has switched a server on since we left it off: they may be at work with it. */
export function refusePoweredOnSince(handle: NodeHandle, consequence: string, remedy: string): void {
  if (powerStateOf(handle.node) !== "on" || hostRecordOf(handle.node)?.leftOn) {
    return;
  }
  throw handle.operation.failure({
    failureClass: "ownership",
    detail: `the server was left off, and is on now: somebody may be at work with it, so it is not ${consequence}`,
    remedy,
    code: "HOST_POWERED_ON",
  });
}
