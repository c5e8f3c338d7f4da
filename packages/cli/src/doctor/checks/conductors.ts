import { ageBetween, timeOf } from "../../terminal/age.js";
import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { type Conductor, dateOf, type IronicReader } from "../ironicReader.js";

/** Do Ironic's conductors work? */
export const conductors: Check = {
  id: "conductors",
  title: "Ironic's conductors work",
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
      const drivers = await reader.drivers();
      const working = new Set("value" in drivers ? drivers.value.flatMap(({ hosts }) => hosts) : []);
      return found.value.map((conductor) => verdictOf(conductor, { all: found.value, working, now }));
    }),
};

interface Conductors {
  readonly all: readonly Conductor[];
  /** Hostnames of those whose drivers are offered. */
  readonly working: ReadonlySet<string>;
  readonly now: number;
}

/**
 * With SQLite, Metal3's default, conductors write no heartbeat: a minute after its start the record says that the only one
 * is dead. The API offers drivers of those conductors alone that it takes for working, whatever the database.
 */
function verdictOf(
  { hostname, conductor_group, alive, updated_at }: Conductor,
  { all, working, now }: Conductors,
): Verdict {
  const say = verdictsOn(hostname, "ironic");
  const at = timeOf(updated_at);
  const heard = at === undefined ? "" : `, last heard of ${ageBetween(at, now)} ago`;
  if (alive) {
    return say.ok(`alive${heard}`);
  }
  if (working.has(hostname)) {
    return say.ok("works: its drivers are offered; it writes no heartbeat, as is so with SQLite");
  }
  const others = all.some(
    (other) => (other.alive || working.has(other.hostname)) && other.conductor_group === conductor_group,
  );
  return others
    ? say.warning(`not alive${heard}; others of its group are`, "start it again, or remove it from Ironic for good")
    : say.error(`not alive${heard}, and no other of its group is`, "start it again, and look into its log");
}

/** The endpoint's clock, by which its own times are to be judged. */
export async function clockOf(reader: IronicReader, otherwise: number): Promise<number> {
  const root = await reader.root();
  return ("reply" in root ? dateOf(root.reply) : undefined) ?? otherwise;
}
