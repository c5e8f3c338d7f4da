import { formatSeconds, RAMDISK_SILENCE } from "@ironworks/core";
import type { Sign } from "@ironworks/driver";

/**
 * What the last heartbeat says of a node that Ironic waits for.
 *
 * @param ageSeconds - Since the last heartbeat; undefined where there was none.
 * @param waitedSeconds - Since we began to wait: what is older came from an earlier boot, or from before this run.
 */
export function heartbeatSign(ageSeconds: number | undefined, waitedSeconds: number): Sign {
  const age = ageSeconds ?? Number.POSITIVE_INFINITY;
  const ours = age <= waitedSeconds;
  const silence = Math.min(age, waitedSeconds);
  const text = ours ? `last heartbeat ${formatSeconds(age)} ago` : "no heartbeat yet";
  if (!ours || silence < RAMDISK_SILENCE.lateSeconds) {
    return { text };
  }
  const cause =
    "the agent is silent: the server lost its power or its network, or the ramdisk crashed; look at the server's console";
  return { text, stuck: { news: `silent ${formatSeconds(age)}`, cause } };
}
