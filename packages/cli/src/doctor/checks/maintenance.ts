import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { type Enrolled, nodesOf } from "./nodesOf.js";

/** Is a node in maintenance, and why? */
export const maintenance: Check = {
  id: "maintenance",
  title: "no node is in maintenance",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { enrolled, missing } = await nodesOf(world, reader);
      return missing === undefined
        ? enrolled.map(verdictOf)
        : [verdictsOn(reader.target.name, "ironic").skipped(missing)];
    }),
};

function verdictOf({ host, node }: Enrolled): Verdict {
  const say = verdictsOn(host.name, "ironic");
  if (!node.maintenance) {
    return say.ok("is not in maintenance");
  }
  const reason = node.maintenance_reason ? `: ${node.maintenance_reason}` : ", and nobody said why";
  if (node.fault) {
    return say.error(
      `is in maintenance after a fault (${node.fault})${reason}`,
      node.fault === "power failure"
        ? "fix the BMC or its network; Ironic takes the node back by itself within minutes"
        : "fix what the reason names, then take the node out of maintenance",
    );
  }
  return say.warning(`is in maintenance${reason}`, "ask who set it; `baremetal node maintenance unset` takes it out");
}
