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
  /** Aborted once the engine is gone: nothing new may start, and waits end. */
  readonly signal: AbortSignal;
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
  const gone = new AbortController();
  // Every wait of every resource listens to it, and Node warns of a leak from the eleventh on.
  setMaxListeners(0, gone.signal);
  let queue = Promise.resolve();
  connection?.onGone(() => gone.abort(new EngineGone()));
  return {
    signal: gone.signal,
    log(line) {
      if (connection === undefined) {
        toConsole(line);
        return;
      }
      queue = queue.then(() => (gone.signal.aborted ? undefined : connection.send(line).catch(() => toConsole(line))));
    },
    flush: () => queue,
  };
}

let channel: EngineChannel | undefined;

/** How long operations may take to end after the engine is gone, before the process does. */
const LAST_SECONDS = 5;

/** The one channel of this process, which ends with its engine: nothing else would end it after a kill. */
export function engineChannel(): EngineChannel {
  if (channel === undefined) {
    channel = openEngineChannel(connectToEngine());
    channel.signal.addEventListener("abort", () => setTimeout(() => process.exit(1), LAST_SECONDS * 1000));
  }
  return channel;
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
