import { createRequire } from "node:module";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { onEngineCancel } from "./engineCancel.js";
import type { EngineLine, LineSeverity } from "./engineLine.js";

/** How the connection is held; replaced in tests. */
export interface EngineConnection {
  send(line: EngineLine): Promise<void>;
  /** Calls back once, when the engine cannot be reached any more. */
  onGone(callback: () => void): void;
  /** Calls back when the engine cancels the run, and when it ends it. */
  onCancel(callback: () => void): void;
}

/** `pulumirpc.LogSeverity`. */
const SEVERITIES: Record<LineSeverity, number> = { info: 1, warning: 2, error: 3 };

/** grpc-js's connectivity states that matter here. */
const READY = 2;
const SHUTDOWN = 4;

/** How long an engine that dropped its connection may take to accept a new one. */
const RECONNECT_MS = 2_000;

interface Grpc {
  readonly credentials: { createInsecure(): ConstructorParameters<typeof EngineClient>[1] };
}

/**
 * A connection to the engine's own log. gRPC is taken from the SDK, wherever the package manager put it: a plain
 * `require` of it fails under pnpm.
 */
export function createConnection(own: NodeJS.Require, address: string): EngineConnection {
  const sdk = createRequire(own.resolve("@pulumi/pulumi/package.json"));
  const grpc = sdk("@grpc/grpc-js") as Grpc;
  const messages = sdk("@pulumi/pulumi/proto/engine_pb") as { LogRequest: new () => LogRequest };
  const services = sdk("@pulumi/pulumi/proto/engine_grpc_pb") as { EngineClient: typeof EngineClient };
  const client = new services.EngineClient(address, grpc.credentials.createInsecure());

  return {
    send: (line) => send(client, messages.LogRequest, line),
    onGone: (callback) => watch(client, callback),
    onCancel: onEngineCancel,
  };
}

function send(client: EngineClient, Request: new () => LogRequest, line: EngineLine): Promise<void> {
  const request = new Request();
  request.setMessage(line.message);
  request.setSeverity(SEVERITIES[line.severity]);
  request.setEphemeral(line.ephemeral);
  request.setUrn(line.urn ?? "");
  request.setStreamid(0);
  return new Promise((resolve, reject) => client.log(request, (error) => (error ? reject(error) : resolve())));
}

/** An idle connection may be closed and opened again; an engine that does not take it again is gone. */
function watch(client: EngineClient, gone: () => void): void {
  const channel = client.getChannel();
  const next = (): void => {
    const state = channel.getConnectivityState(true);
    if (state === SHUTDOWN) {
      gone();
    } else {
      channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, changed);
    }
  };
  const changed = (): void => {
    if (channel.getConnectivityState(false) === READY) {
      next();
    } else {
      client.waitForReady(Date.now() + RECONNECT_MS, (error) => (error ? gone() : next()));
    }
  };
  next();
}
