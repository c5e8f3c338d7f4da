/**
 * A stand-in for Pulumi's own Node language host, which is in no package registry. The engine starts it as
 * `pulumi-language-nodejs`; it starts the SDK's own runners of programs (`@pulumi/pulumi/cmd/run`) and of policy
 * packs (`cmd/run-policy-pack`) and does nothing else. It runs from a copy of this folder, so it imports nothing but Node and the project's SDK.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as Grpc from "@grpc/grpc-js";
import type * as LanguageService from "@pulumi/pulumi/proto/language_grpc_pb";
import type * as Language from "@pulumi/pulumi/proto/language_pb";
import type * as Plugin from "@pulumi/pulumi/proto/plugin_pb";

const NAME = "Ironworks' launcher of Pulumi programs (a stand-in for Pulumi's Node language host)";

/** The runner's exit code for "the error is already shown". */
const ALREADY_SHOWN = 32;

interface Options {
  readonly typescript?: boolean;
  readonly tsconfig?: string;
  readonly nodeargs?: string | readonly string[];
}

function sdkFolder(project: string): string {
  try {
    return dirname(createRequire(join(project, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch {
    process.stderr.write(
      `${NAME}: \`@pulumi/pulumi\` is not installed in ${project}. next: add it to that project and install.\n`,
    );
    return process.exit(1);
  }
}

const ENGINE_ADDRESS =
  process.argv
    .slice(2)
    .filter((argument) => !argument.startsWith("-"))
    .at(-1) ?? "";
const sdk = sdkFolder(process.cwd());
const load = createRequire(join(sdk, "package.json"));
const grpc: typeof Grpc = load("@grpc/grpc-js");
const language: typeof Language = load("./proto/language_pb.js");
const plugin: typeof Plugin = load("./proto/plugin_pb.js");
const { LanguageRuntimeService }: typeof LanguageService = load("./proto/language_grpc_pb.js");
const { Empty } = load("google-protobuf/google/protobuf/empty_pb.js") as { Empty: new () => never };

const PROGRAMS = new Set<ChildProcess>();

/** A policy pack runs with the SDK of its own folder. */
function runPolicyPack(request: Language.RunPluginRequest): ChildProcess {
  const folder = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const environment = Object.fromEntries(
    request.getEnvList().map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
  const runner = join(sdkFolder(folder), "cmd", "run-policy-pack", "index.js");
  const pack = spawn(
    process.execPath,
    ["--require", join(__dirname, "endWithLauncher.js"), runner, ...request.getArgsList(), folder],
    { cwd: folder, stdio: ["ignore", "pipe", "pipe", "pipe"], env: { ...process.env, ...environment } },
  );
  PROGRAMS.add(pack);
  return pack;
}

function runProgram(request: Language.RunRequest): ChildProcess {
  const info = request.getInfo();
  const options: Options = info?.getOptions()?.toJavaScript() ?? {};
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    config[key] = value;
  });
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: ENGINE_ADDRESS,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    "root-directory": info?.getRootDirectory() || request.getPwd(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const nodeArguments =
    typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : (options.nodeargs ?? []);
  const program = spawn(
    process.execPath,
    [
      ...nodeArguments,
      "--require",
      join(__dirname, "endWithLauncher.js"),
      join(sdk, "cmd", "run", "index.js"),
      ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info?.getEntryPoint() || request.getProgram() || ".",
      ...request.getArgsList(),
    ],
    {
      cwd: info?.getProgramDirectory() || request.getPwd(),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
        ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
      },
    },
  );
  PROGRAMS.add(program);
  program.stdout?.pipe(process.stdout, { end: false });
  program.stderr?.pipe(process.stderr, { end: false });
  return program;
}

const SERVICE: Grpc.UntypedServiceImplementation = {
  handshake: reply(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: reply(() => new plugin.PluginInfo().setVersion("1.0.0")),
  getRequiredPlugins: reply(() => new language.GetRequiredPluginsResponse()),
  getRequiredPackages: reply(() => new language.GetRequiredPackagesResponse()),
  getProgramDependencies: reply(() => new language.GetProgramDependenciesResponse()),
  about: reply(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  cancel: reply(() => {
    for (const program of PROGRAMS) {
      program.kill("SIGTERM");
    }
    return new Empty();
  }),
  runPlugin,
  run: (
    call: Grpc.ServerUnaryCall<Language.RunRequest, Language.RunResponse>,
    done: Grpc.sendUnaryData<Language.RunResponse>,
  ) => {
    const program = runProgram(call.request);
    program.on("error", done);
    program.on("close", (code, signal) => {
      PROGRAMS.delete(program);
      const response = new language.RunResponse();
      if (code === ALREADY_SHOWN) {
        response.setBail(true);
      } else if (code !== 0) {
        response.setError(`the program ended with ${signal ?? `code ${code}`}`);
      }
      done(null, response);
    });
  },
};

function runPlugin(call: Grpc.ServerWritableStream<Language.RunPluginRequest, Language.RunPluginResponse>): void {
  if (call.request.getKind() !== "analyzer") {
    call.destroy(new Error(`${NAME} starts no plugins but policy packs.`));
    return;
  }
  const pack = runPolicyPack(call.request);
  pack.stdout?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStdout(chunk)));
  pack.stderr?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStderr(chunk)));
  pack.on("error", (error) => call.destroy(error));
  pack.on("close", (code) => {
    PROGRAMS.delete(pack);
    call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => pack.kill("SIGTERM"));
}

function reply<Response>(make: () => Response): Grpc.handleUnaryCall<unknown, Response> {
  return (_call, done) => done(null, make());
}

/** A killed engine stops nothing: its plugins go to another parent. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.exit(1);
    }
  }, 1000).unref();
}

endWithParent();
const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(LanguageRuntimeService, SERVICE);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  process.stdout.write(`${port}\n`);
});
