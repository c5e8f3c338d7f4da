import { settingsProblems } from "../resource/stackSettings.js";
import { currentProgram, type Program } from "./program.js";
import { stackConfig } from "./stackConfig.js";

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
