/** States in which Ironic waits for the deploy ramdisk, which sends heartbeats while it works. */
const WITH_HEARTBEATS: ReadonlySet<string> = new Set(["wait call-back", "clean wait"]);

/** Does a ramdisk send heartbeats while its node is in this provision state? */
export function hasHeartbeats(provisionState: string): boolean {
  return WITH_HEARTBEATS.has(provisionState);
}

/**
 * How long a ramdisk may be silent, in seconds. It beats every 90 to 180 s where Ironic's `[api]ramdisk_heartbeat_timeout`
 * is its default of 300 s.
 */
export const RAMDISK_SILENCE: {
  /** Longer than the longest pause between two heartbeats: something is wrong. */
  readonly lateSeconds: number;
  /** It has died, or lost its network. */
  readonly lostSeconds: number;
  /** Until the first heartbeat: servers take minutes to boot. */
  readonly bootSeconds: number;
} = { lateSeconds: 300, lostSeconds: 600, bootSeconds: 900 };
