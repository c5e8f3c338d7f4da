import { type DeployFlags, flagsMatch } from "../releases/deployFlags.js";
import type { IronicAssembly, ReleaseFacts } from "../releases/releaseFacts.js";

/** Which parts of Ironic deploy.sh applies for some flags. */
export function ironicAssembly(facts: ReleaseFacts, flags: DeployFlags): IronicAssembly {
  return facts.ironic.assemblies.find(({ when }) => flagsMatch(flags, when)) ?? { when: {}, parts: [] };
}
