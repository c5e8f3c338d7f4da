import type { Progress } from "@ironworks/core";
import type { EngineChannel } from "./engineChannel.js";

/**
 * Progress of one resource, as lines of the engine: what goes on in the resource's own status column, warnings and the
 * closing line in the diagnostics that stay.
 */
export function progressLines(channel: EngineChannel, urn: string | undefined): (progress: Progress) => void {
  return ({ kind, message }) =>
    channel.log({
      message,
      severity: kind === "warning" ? "warning" : "info",
      ephemeral: kind === "info",
      urn,
    });
}
