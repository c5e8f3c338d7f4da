import type { Progress } from "@ironworks/core";
import type { EngineChannel } from "./engineChannel.js";

/**
 * Progress of one resource, as lines of the engine: what goes on, and how it ended, in the resource's own status column;
 * only warnings stay in the diagnostics.
 */
export function progressLines(channel: EngineChannel, urn: string | undefined): (progress: Progress) => void {
  return ({ kind, message }) =>
    channel.log({
      message,
      severity: kind === "warning" ? "warning" : "info",
      ephemeral: kind !== "warning",
      urn,
    });
}
