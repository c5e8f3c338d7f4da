import { type Hardware, type HostSpec, problemLine, unexpectedHardware } from "@ironworks/core";
import type { NodeHandle } from "./nodeHandle.js";

/** Is this the hardware that the program expects? */
export function isExpected({ expect }: HostSpec, hardware: Hardware): boolean {
  return unexpectedHardware(expect, hardware).length === 0;
}

/** Stops where the hardware is another than expected: the host stays enrolled, and what was found stays in the state. */
export function requireExpected(handle: NodeHandle, { expect, inspect }: HostSpec, hardware: Hardware): void {
  const problems = unexpectedHardware(expect, hardware);
  if (problems.length === 0) {
    return;
  }
  const { operation } = handle;
  const before = operation.partial;
  operation.partial = () => {
    const state = before();
    return state && "hostId" in state
      ? { ...state, hardware, ...(inspect !== undefined && { inspected: inspect }) }
      : state;
  };
  throw operation.failure({
    failureClass: "config",
    detail: `the server is another than expected: ${problems.map(problemLine).join(" ")}`,
    remedy:
      "correct `expect`, or the server, then run again; a host that was ready before is looked at again only with a new " +
      "value of `inspect`",
    code: "HARDWARE_UNEXPECTED",
  });
}
