import { Server } from "node:net";

/** The call by which the engine ends a run: after a first ^C or SIGTERM, and at the end of every run. */
const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/**
 * Calls back at each `Cancel` of the engine. Pulumi's shim of dynamic providers answers that call itself and tells nobody,
 * so it is seen where it comes in: at the HTTP/2 server of this process, which goes on answering as before. Where Node does
 * not show that server, nothing is seen and a first ^C waits for what is under way.
 */
export function onEngineCancel(callback: () => void): void {
  const { _getActiveHandles: handles } = process as { _getActiveHandles?: () => readonly unknown[] };
  for (const handle of handles?.call(process) ?? []) {
    if (handle instanceof Server) {
      handle.on("stream", (_stream: unknown, headers: Readonly<Record<string, unknown>>) => {
        if (headers[":path"] === CANCEL) {
          callback();
        }
      });
    }
  }
}
