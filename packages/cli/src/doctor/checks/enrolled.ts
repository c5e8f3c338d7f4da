import { diagnose } from "@ironworks/core";
import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { type Enrolled, nodesOf } from "./nodesOf.js";

const FAILED = /failed$|^error$/;

/** Does Ironic know the hosts, and is none of them in a failed state? */
export const enrolled: Check = {
  id: "nodes",
  title: "Ironic knows the hosts, and none has failed",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { enrolled, unknown, missing } = await nodesOf(world, reader);
      if (missing !== undefined) {
        return [verdictsOn(reader.target.name, "ironic").skipped(missing)];
      }
      return [
        ...enrolled.map(verdictOf),
        ...unknown.map(({ name, nodeUuid }) => {
          const say = verdictsOn(name, "ironic");
          return nodeUuid === undefined
            ? say.ok("is not enrolled yet")
            : say.error(
                `Ironic does not know its node ${nodeUuid} any more`,
                "see whether Ironic's database was restored or replaced; nothing is installed anew by itself",
              );
        }),
      ];
    }),
};

function verdictOf({ host, node }: Enrolled): Verdict {
  const say = verdictsOn(host.name, "ironic");
  const { provision_state: state, last_error: said } = node;
  if (FAILED.test(state)) {
    const { cause, remedy, detail } = diagnose(said, state);
    return say.error(`is in \`${state}\`: ${cause} (${detail})`, remedy);
  }
  if (state === "enroll" && said) {
    const { cause, remedy, detail } = diagnose(said, state);
    return say.error(`could not be verified: ${cause} (${detail})`, remedy);
  }
  return say.ok(`is in \`${state}\``);
}
