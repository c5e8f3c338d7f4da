import { diagnose } from "@ironworks/core";
import { type Check, type Job, perEndpoint, readerOf, type World } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import type { HostTarget } from "../target/target.js";
import { type Enrolled, nodesOf } from "./nodesOf.js";

/** Does Ironic reach the BMCs? From its own record; nothing is asked of a BMC. */
export const bmcSeenByIronic: Check = {
  id: "bmc-ironic",
  title: "Ironic reaches the BMCs, by its own record",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { enrolled, missing } = await nodesOf(world, reader);
      return missing === undefined
        ? enrolled.map(powerVerdict)
        : [verdictsOn(reader.target.name, "ironic").skipped(missing)];
    }),
};

function powerVerdict({ host, node }: Enrolled): Verdict {
  const say = verdictsOn(host.name, "ironic");
  if (node.fault === "power failure") {
    return say.error("Ironic has lost the BMC", "fix the BMC or its network; Ironic takes the node back by itself");
  }
  return node.power_state === null
    ? say.warning(
        `Ironic has not learnt the power state yet (\`${node.provision_state}\`)`,
        "see what `nodes` says of the host",
      )
    : say.ok(`Ironic last saw \`${node.power_state}\``);
}

/** Interfaces without which nothing can be done to a host. */
const NEEDED = ["power", "management", "boot"] as const;

/** Is the node set up so that its driver can work? */
export const nodeSettings: Check = {
  id: "validate",
  title: "Ironic finds the settings of the nodes complete",
  jobs: (world) => world.target.hosts.flatMap((host) => settingsJob(world, host)),
};

function settingsJob(world: World, host: HostTarget): readonly Job[] {
  const reader = readerOf(world, host);
  const { nodeUuid } = host;
  if (reader === undefined || nodeUuid === undefined) {
    return [];
  }
  const run = async (): Promise<readonly Verdict[]> => {
    const say = verdictsOn(host.name, "ironic");
    const { enrolled, missing } = await nodesOf(world, reader);
    if (missing !== undefined || !enrolled.some(({ node }) => node.uuid === nodeUuid)) {
      return [say.skipped(missing ?? "Ironic does not know the node")];
    }
    const found = await reader.validate(nodeUuid);
    if ("missing" in found) {
      return [say.skipped(found.missing)];
    }
    const bad = NEEDED.flatMap((name) => {
      const { result, reason = "" } = found.value[name] ?? { result: null };
      const { id, cause, remedy } = diagnose(reason);
      // A host without a machine has no image, and need not have.
      return result === false && id !== "image-missing" ? [{ name, cause, remedy, reason }] : [];
    });
    const [first] = bad;
    return first === undefined
      ? [say.ok("power, management and boot are set up")]
      : [
          say.error(
            `${bad.map(({ name }) => name).join(", ")}: ${first.cause} (${diagnose(first.reason).detail})`,
            first.remedy,
          ),
        ];
  };
  return [{ subject: host.name, run }];
}
