import { formatSeconds } from "@ironworks/core";
import type { Sign } from "@ironworks/driver";

/** States in which Ironic waits for the deploy ramdisk, which sends heartbeats while it works. */
const WITH_HEARTBEATS = new Set(["wait call-back", "clean wait"]);

export function waitsForHeartbeats(provisionState: string): boolean {
  return WITH_HEARTBEATS.has(provisionState);
}

/** Ironic's default of `[api]ramdisk_heartbeat_timeout`, before whose end an agent sends the next one. */
const SILENT_SECONDS = 300;

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
  if (!ours || silence < SILENT_SECONDS) {
    return { text };
  }
  const cause =
    "the agent is silent: the server lost its power or its network, or the ramdisk crashed; look at the server's console";
  return { text, stuck: { news: `silent ${formatSeconds(age)}`, cause } };
}
