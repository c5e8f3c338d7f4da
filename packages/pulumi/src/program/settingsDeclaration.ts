import * as pulumi from "@pulumi/pulumi";
import { settingsProblems } from "../resource/stackSettings.js";
import type { Lookup } from "../route/credentials.js";
import { currentProgram, type Program } from "./program.js";

const DECLARED = new WeakSet<Program>();

/** What is configured for the stack is checked once a run, by whichever resource comes first. */
export function declareSettings(): void {
  const program = currentProgram();
  if (DECLARED.has(program)) {
    return;
  }
  DECLARED.add(program);
  const checked = program.declare({
    declaration: () => ({ kind: "configuration", name: "ironworks", values: {}, unknown: [] }),
    problems: () => settingsProblems(stackConfig),
    resource: () => undefined,
  });
  // Whoever waits for their own declaration reports the mistakes.
  checked.catch(() => undefined);
}

/** The stack's configuration, by whole keys such as `ironworks:owner`. */
export const stackConfig: Lookup = (key) => {
  const [namespace, ...rest] = key.split(":");
  return new pulumi.Config(namespace).get(rest.join(":"));
};
