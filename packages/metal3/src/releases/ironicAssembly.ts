import { type DeployFlag, type DeployFlags, flagsMatch } from "./deployFlags.js";
import type { IronicAssembly, ReleaseFacts } from "./releaseFacts.js";

/** Which parts of Ironic the deploy.sh of a release applies for some flags. */
export function ironicAssembly(facts: ReleaseFacts, flags: DeployFlags): IronicAssembly {
  return facts.ironic.assemblies.find(({ when }) => flagsMatch(flags, when)) ?? { when: {}, parts: [] };
}

/** Assemblies since v0.2: parts are components, which need a base to change, and authentication alone brings it. */
export function componentAssemblies(...components: readonly DeployFlag[]): readonly IronicAssembly[] {
  return [
    ...components.map((flag) => ({
      when: { authentication: false, [flag]: true },
      parts: [],
      missing: `without authentication its ${flag} component has no base to change, so upstream applies nothing of Ironic`,
    })),
    {
      when: { authentication: false },
      parts: ["namespace", "config", "mariadb"],
      missing: "without authentication its base is left out, so upstream applies configuration and no Ironic",
    },
    { when: {}, parts: ["namespace", "config", "mariadb", "credentials", "deployment", "certificates"] },
  ];
}
