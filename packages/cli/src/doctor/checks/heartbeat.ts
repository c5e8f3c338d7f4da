import { RAMDISK_SILENCE } from "@ironworks/core";
import { ageBetween, timeOf } from "../../terminal/age.js";
import { type Check, perEndpoint } from "../check.js";
import { type Verdict, verdictsOn } from "../finding.js";
import { clockOf } from "./conductors.js";
import { type Enrolled, nodesOf } from "./nodesOf.js";

const WAITS = /wait/;
const LATE_MS = RAMDISK_SILENCE.lateSeconds * 1000;
const LOST_MS = RAMDISK_SILENCE.lostSeconds * 1000;
const SLOW_BOOT_MS = RAMDISK_SILENCE.bootSeconds * 1000;

/** Are the ramdisks of waiting hosts heard of? */
export const heartbeat: Check = {
  id: "heartbeat",
  title: "the ramdisks of waiting hosts are heard of",
  jobs: (world) =>
    perEndpoint(world, async (reader) => {
      const { enrolled, missing } = await nodesOf(world, reader);
      const say = verdictsOn(reader.target.name, "ironic");
      if (missing !== undefined) {
        return [say.skipped(missing)];
      }
      const now = await clockOf(reader, world.now);
      const waiting = enrolled.filter(({ node }) => WAITS.test(node.provision_state));
      return waiting.length === 0
        ? [say.ok("no host waits for its ramdisk")]
        : waiting.map((one) => verdictOf(one, now));
    }),
};

function verdictOf({ host, node }: Enrolled, now: number): Verdict {
  const say = verdictsOn(host.name, "ironic");
  const state = `\`${node.provision_state}\``;
  const since = timeOf(node.provision_updated_at) ?? now;
  const beat = timeOf(node.driver_internal_info.agent_last_heartbeat);
  const console = "look at the server's console: boot order, DHCP or virtual media, then the way to Ironic's URL";
  // A heartbeat of an earlier boot says nothing of this one.
  if (beat === undefined || (node.provision_state === "inspect wait" && beat < since)) {
    const waiting = `${state} for ${ageBetween(since, now)}, and its ramdisk was not heard of yet`;
    return now - since < SLOW_BOOT_MS ? say.ok(waiting) : say.warning(waiting, console);
  }
  const age = now - beat;
  const seen = `${state}, last heartbeat ${ageBetween(beat, now)} ago`;
  if (age < LATE_MS) {
    return say.ok(seen);
  }
  return age < LOST_MS
    ? say.warning(`${seen}: late`, "wait some minutes and look again")
    : say.error(`${seen}: the ramdisk has died or lost its network`, console);
}
