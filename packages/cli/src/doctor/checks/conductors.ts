import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { type Conductor, dateOf, type IronicReader } from "../ironicReader.js";
import { ageBetween, timeOf } from "./age.js";

/** Are Ironic's conductors alive? */
export const conductors: Check = {
  id: "conductors",
  title: "Ironic's conductors are alive",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const say = verdictsOn(reader.target.name, "ironic");
      const found = await reader.conductors();
      if ("missing" in found) {
        return [say.skipped(found.missing)];
      }
      if (found.value.length === 0) {
        return [say.error("there is none: nothing can be done", "start Ironic's conductor, and look into its log")];
      }
      const now = await clockOf(reader, world.now);
      return found.value.map((conductor) => verdictOf(conductor, found.value, now));
    }),
};

function verdictOf(conductor: Conductor, all: readonly Conductor[], now: number): Verdict {
  const { hostname, conductor_group: group, alive, updated_at: updated } = conductor;
  const say = verdictsOn(hostname, "ironic");
  const at = timeOf(updated);
  const heard = at === undefined ? "" : `, last heard of ${ageBetween(at, now)} ago`;
  if (alive) {
    return say.ok(`alive${heard}`);
  }
  const others = all.some((other) => other.alive && other.conductor_group === group);
  return others
    ? say.warning(`not alive${heard}; others of its group are`, "start it again, or remove it from Ironic for good")
    : say.error(`not alive${heard}, and no other of its group is`, "start it again, and look into its log");
}

/** The endpoint's clock, by which its own times are to be judged. */
export async function clockOf(reader: IronicReader, otherwise: number): Promise<number> {
  const root = await reader.root();
  return ("reply" in root ? dateOf(root.reply) : undefined) ?? otherwise;
}
