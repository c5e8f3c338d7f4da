import { type Hardware, type HostSpec, type HostState, problemLine, unexpectedHardware } from "@ironworks/core";
import type { NodeHandle } from "./nodeHandle.js";

/** Is this the hardware that the program expects? */
export function isExpected({ expect }: HostSpec, hardware: Hardware): boolean {
  return unexpectedHardware(expect, hardware).length === 0;
}

/** A host of which `expect` says what it must have. */
interface Expecting {
  readonly spec: HostSpec;
  /** What to keep of it once this was found. */
  readonly found: (hardware: Hardware) => HostState;
}

/** Stops where the hardware is another than expected: the host stays enrolled, and what was found stays in the state. */
export async function requireExpected(
  { operation }: NodeHandle,
  { spec, found }: Expecting,
  hardware: Hardware,
): Promise<void> {
  const problems = unexpectedHardware(spec.expect, hardware);
  if (problems.length === 0) {
    return;
  }
  await operation.running.attempt({ phase: "inspect", partial: () => found(hardware) }, () => {
    throw operation.failure({
      failureClass: "config",
      detail: `the server is another than expected: ${problems.map(problemLine).join(" ")}`,
      remedy:
        "correct `expect`, or the server, then run again; a host that was ready before is looked at again only with a new " +
        "value of `inspect`",
      code: "HARDWARE_UNEXPECTED",
    });
  });
}
