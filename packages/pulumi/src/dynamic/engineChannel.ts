import { createRequire } from "node:module";
import { createConnection } from "./engineConnection.js";

export type Severity = "info" | "warning" | "error";

/** One line for people, shown where the engine shows things. */
export interface EngineLine {
  readonly message: string;
  readonly severity: Severity;
  /** Shown in the status column while it lasts, and not kept. */
  readonly ephemeral: boolean;
  /** The resource that it belongs to; without it, the line belongs to the stack. */
  readonly urn?: string | undefined;
}

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

/** How the connection is held; replaced in tests. */
export interface EngineConnection {
  send(line: EngineLine): Promise<void>;
  /** Calls back once, when the engine cannot be reached any more. */
  onGone(callback: () => void): void;
}

/** Lines through a connection to the engine, else to the console. */
export function openEngineChannel(connection: EngineConnection | undefined): EngineChannel {
  const gone = new AbortController();
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
