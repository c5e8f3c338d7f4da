import * as pulumi from "@pulumi/pulumi";

/** Whether the program runs against `pulumi.runtime.setMocks`: there is no engine, and nobody reports what it throws. */
export function isUnitTest(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return monitor?.constructor.name === "MockMonitor";
}
