import { setMaxListeners } from "node:events";
import { createRequire } from "node:module";
import { createConnection, type EngineConnection } from "./engineConnection.js";
import type { EngineLine } from "./engineLine.js";

/** Where lines go, and how we learn that nobody reads them any more. */
export interface EngineChannel {
  /** Shows a line, in order; never fails. */
  log(line: EngineLine): void;
  /** Resolves when every line has been handed over. */
  flush(): Promise<void>;
  /** Aborted once the run is cancelled or the engine is gone: nothing new may start, and waits end. */
  readonly signal: AbortSignal;
  /** Aborted once the engine is gone, also after the run has ended. */
  readonly gone: AbortSignal;
  /** Calls back when the run ends, well or not; lines can still be shown then. */
  onEnd(callback: () => void): void;
  /** Ends the run: waits end, and nothing new may start. */
  cancel(): void;
}

/** Raised through {@link EngineChannel.signal} after a ^C or SIGTERM, and at the end of a run. */
export class RunEnded extends Error {
  override readonly name = "RunEnded";

  constructor() {
    super("the run was cancelled; nothing new is started. next: run again: it goes on from there");
  }
}

/** Raised through {@link EngineChannel.signal} when the engine was killed. */
export class EngineGone extends Error {
  override readonly name = "EngineGone";

  constructor() {
    super("the Pulumi engine is gone; nothing new is started");
  }
}

/** Lines through a connection to the engine, else to the console. */
export function openEngineChannel(connection: EngineConnection | undefined): EngineChannel {
  const stop = new AbortController();
  const ends: (() => void)[] = [];
  const gone = new AbortController();
  // Every wait of every resource listens to it, and Node warns of a leak from the eleventh on.
  setMaxListeners(0, gone.signal);
  let queue = Promise.resolve();
  // Each operation under way listens.
  setMaxListeners(0, stop.signal);
  connection?.onGone(() => {
    gone.abort(new EngineGone());
    stop.abort(gone.signal.reason);
  });
  const cancel = (): void => {
    stop.abort(new RunEnded());
    for (const end of ends.splice(0)) {
      end();
    }
  };
  connection?.onCancel(cancel);
  return {
    cancel,
    signal: stop.signal,
    gone: gone.signal,
    log(line) {
      if (connection === undefined) {
        toConsole(line);
        return;
      }
      queue = queue.then(() => (gone.signal.aborted ? undefined : connection.send(line).catch(() => toConsole(line))));
    },
    flush: () => queue,
    onEnd: (callback) => void ends.push(callback),
  };
}

let channel: EngineChannel | undefined;

/** How long operations may take to end after the engine is gone, before the process does. */
const LAST_SECONDS = 5;

/** What a signal to this process itself leaves operations under way to answer the engine. */
const SIGNALLED_MS = 1_000;

/** The one channel of this process, which ends with its engine: nothing else would end it after a kill. */
export function engineChannel(): EngineChannel {
  if (channel === undefined) {
    const connection = connectToEngine();
    const opened = openEngineChannel(connection);
    channel = opened;
    if (connection !== undefined) {
      opened.gone.addEventListener("abort", () => setTimeout(() => process.exit(1), LAST_SECONDS * 1000));
      endBySignal(opened);
    }
  }
  return channel;
}

/**
 * The engine ends its plugins by SIGINT, right after `Cancel`, and lets them have 5 seconds. Without a `Cancel` before it, a
 * signal comes from somebody who signals every process of a job, and ends the run as `Cancel` does.
 */
function endBySignal(opened: EngineChannel): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      const cancelled = opened.signal.aborted;
      opened.cancel();
      setTimeout(() => void opened.flush().finally(() => process.exit(0)), cancelled ? 0 : SIGNALLED_MS);
    });
  }
}

/** The engine starts a dynamic provider as `node …/cmd/dynamic-provider <address of the engine>`. */
function connectToEngine(): EngineConnection | undefined {
  const address = process.argv[2];
  if (!process.argv[1]?.includes("dynamic-provider") || !/^[\w.[\]:]+:\d+$/.test(address ?? "")) {
    return undefined;
  }
  try {
    return createConnection(createRequire(__filename), address ?? "");
  } catch {
    return undefined;
  }
}

function toConsole(line: EngineLine): void {
  const name = line.urn?.slice(line.urn.lastIndexOf("::") + 2);
  const text = name ? `${name}: ${line.message}` : line.message;
  if (line.severity === "info") {
    console.log(text);
  } else {
    console.error(`${line.severity}: ${text}`);
  }
}
