import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  DiffRequest,
  DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

export type Properties = Record<string, JavaScriptValue>;

/** The dynamic provider process of a project, as the engine starts it, answering over gRPC. */
export interface DynamicShim {
  /** The reasons why inputs are refused. */
  check(inputs: Properties): Promise<readonly string[]>;
  /** Whether the new inputs change the resource. */
  diff(outputs: Properties, inputs: Properties): Promise<boolean>;
  stop(): Promise<void>;
}

const unary = <Response>(call: (done: (error: ServiceError | null, response: Response) => void) => unknown) =>
  new Promise<Response>((resolve, reject) => {
    call((error, response) => (error ? reject(error) : resolve(response)));
  });

/** Starts the SDK's own provider script in the project's folder. */
export async function startShim(project: string): Promise<DynamicShim> {
  const engine = new Server();
  engine.addService(EngineService, {
    log: (_call: unknown, done: (error: null, response: Empty) => void) => done(null, new Empty()),
  });
  const enginePort = await unary<number>((done) =>
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), done as never),
  );
  const script = join(project, "node_modules", "@pulumi", "pulumi", "pulumi-resource-pulumi-nodejs");
  const shim = spawn(script, [`127.0.0.1:${enginePort}`], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const printed: string[] = [];
  createInterface({ input: shim.stderr }).on("line", (line) => printed.push(line));
  const port = await new Promise<string>((resolve, reject) => {
    createInterface({ input: shim.stdout }).once("line", resolve);
    shim.once("close", () =>
      reject(new Error(`the dynamic provider did not start in ${project}\n${printed.join("\n")}`)),
    );
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  await unary((done) => client.configure(new ConfigureRequest().setArgs(new Struct()), done));
  return {
    check: async (inputs) => {
      const request = new CheckRequest().setOlds(new Struct()).setNews(Struct.fromJavaScript(inputs));
      const response = await unary<CheckResponse>((done) => client.check(request, done));
      return response.getFailuresList().map((failure) => failure.getReason());
    },
    diff: async (outputs, inputs) => {
      const request = new DiffRequest()
        .setId("id")
        .setOlds(Struct.fromJavaScript(outputs))
        .setNews(Struct.fromJavaScript(inputs));
      const response = await unary<DiffResponse>((done) => client.diff(request, done));
      return response.getChanges() === DiffResponse.DiffChanges.DIFF_SOME;
    },
    stop: async () => {
      client.close();
      engine.forceShutdown();
      if (shim.exitCode !== null || shim.pid === undefined) {
        return;
      }
      const closed = once(shim, "close");
      process.kill(-shim.pid, "SIGKILL");
      await closed;
    },
  };
}
