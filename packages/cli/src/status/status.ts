import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Problem } from "@ironworks/core";
import { errorAt } from "@ironworks/core/problems";
import type { Environment } from "../pulumi/endpointAccount.js";
import { pulumiIn } from "../pulumi/pulumiCommand.js";
import { stackConfig } from "../pulumi/stackConfig.js";
import type { Output } from "../runProgram.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";
import { FleetReader, noState, type Sight } from "./fleetReader.js";
import type { FleetStatus } from "./hostStatus.js";
import { readStackState } from "./stackState.js";
import { statusText } from "./statusText.js";

/** Options of `ironworks status`. */
export interface StatusCommandOptions {
  /** `true`: the project's current one. */
  readonly stack?: string | true | undefined;
  readonly cwd: string;
  readonly state?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly name: string;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly html?: string | undefined;
  readonly watch?: boolean | undefined;
  readonly interval: number;
}

/** What the command knows of the world besides Ironic and Pulumi. */
export interface StatusSurroundings extends Output {
  readonly environment: Environment;
  readonly readStdin: () => string;
  readonly writeFile: (file: string, text: string) => void;
  readonly now: () => Date;
  /** Height of the terminal; undefined where it is none, so that nothing is redrawn. */
  readonly lines?: number | undefined;
  /** Ends watching. */
  readonly stop: AbortSignal;
}

/**
 * 0: everything was read, and no host failed or differs from the stack's state. 1: one does, or an endpoint or the state could
 * not be read. 2: the command was used wrongly.
 */
export type StatusExitCode = 0 | 1 | 2;

const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

/** Shows hosts as they are: those of a stack beside its state, or those of an endpoint. */
export async function status(options: StatusCommandOptions, surroundings: StatusSurroundings): Promise<StatusExitCode> {
  const wrong = wrongUse(options);
  if (wrong.length > 0) {
    return refuse(wrong, surroundings, 2);
  }
  const { environment, now } = surroundings;
  const reader = new FleetReader(sightOf(options, surroundings), { all: options.all === true, environment, now });
  try {
    return options.watch ? await watch(reader, options, surroundings) : await once(reader, options, surroundings);
  } finally {
    await reader.close();
  }
}

async function once(
  reader: FleetReader,
  options: StatusCommandOptions,
  surroundings: StatusSurroundings,
): Promise<StatusExitCode> {
  const found = await reader.read();
  if ("message" in found) {
    return refuse([found], surroundings, 1);
  }
  if (options.html !== undefined) {
    const { statusPage } = await import("./html/statusPage.js");
    const page = statusPage(found, await reader.hardware(found));
    try {
      surroundings.writeFile(options.html, page);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = errorAt("--html", `cannot be written: ${reason}.`, "choose another file");
      return refuse([problem], surroundings, 1);
    }
  }
  surroundings.out(options.json ? json(found) : statusText(found, { columns: surroundings.columns }));
  return exitCodeOf(found);
}

/** Until it is stopped; what cannot be read at one time may be read at the next. */
async function watch(
  reader: FleetReader,
  options: StatusCommandOptions,
  surroundings: StatusSurroundings,
): Promise<StatusExitCode> {
  const { stop, out } = surroundings;
  while (!stop.aborted) {
    const found = await reader.read();
    if (stop.aborted) {
      break;
    }
    // A window may have changed its size.
    const { columns, lines } = surroundings;
    const width = columns ?? DEFAULT_COLUMNS;
    if (options.json && !("message" in found)) {
      out(`${JSON.stringify(found)}\n`);
    } else {
      const text =
        "message" in found
          ? `${problemList([found], "nothing was read", width)}\n`
          : statusText(found, { columns, lines });
      const time = surroundings.now().toISOString().slice(11, 19);
      const line = `${time} UTC, every ${options.interval} s${lines === undefined ? "" : ", ^C ends it"}\n`;
      out(lines === undefined ? `${line}${text}\n` : `${CLEAR}${line}${text}`);
    }
    await pause(options.interval * 1000, stop);
  }
  return 0;
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    stop.addEventListener("abort", end);
  });
}

function sightOf(options: StatusCommandOptions, surroundings: StatusSurroundings): Sight {
  const { endpoint, state, stack, name, ca, insecure } = options;
  if (endpoint !== undefined) {
    return { kind: "endpoint", route: { name, url: endpoint, ca, insecure } };
  }
  const folder = resolve(options.cwd);
  if (state !== undefined) {
    const text = state === "-" ? surroundings.readStdin() : undefined;
    const source = state === "-" ? "the state on standard input" : state;
    const read = async () => readFileState(state, source, text);
    return { kind: "stack", name: state === "-" ? "standard input" : state, state: read, folder };
  }
  const pulumi = pulumiIn(folder);
  const named = typeof stack === "string" ? ["--stack", stack] : [];
  const source = typeof stack === "string" ? `the stack \`${stack}\`` : "the project's current stack";
  return {
    kind: "stack",
    name: typeof stack === "string" ? stack : "current stack",
    config: stackConfig(pulumi, named),
    folder,
    async state() {
      const exported = await pulumi("stack", "export", ...named);
      return "failed" in exported ? noState(source, exported.failed) : readStackState(exported.output, source);
    },
  };
}

function readFileState(file: string, source: string, text: string | undefined): ReturnType<typeof readStackState> {
  try {
    return readStackState(text ?? readFileSync(file, "utf8"), source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return errorAt(source, `cannot be read: ${reason}.`, "give a file that `pulumi stack export` wrote, or `-`");
  }
}

function wrongUse({
  endpoint,
  stack,
  state,
  json: asJson,
  html,
  watch: watching,
}: StatusCommandOptions): readonly Problem[] {
  const problems: Problem[] = [];
  if ([endpoint, stack, state].filter((source) => source !== undefined).length > 1) {
    problems.push(errorAt("--endpoint, --stack, --state", "exclude each other.", "give one of them"));
  }
  if (html !== undefined && (watching || asJson)) {
    problems.push(errorAt("--html", "cannot be used with `--watch` or `--json`.", "run the command twice"));
  }
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint)) {
    problems.push(errorAt("--endpoint", "is not an http(s) address.", "write it like `https://192.0.2.10:6385`"));
  }
  return problems;
}

function refuse(
  problems: readonly Problem[],
  { error, columns = DEFAULT_COLUMNS }: StatusSurroundings,
  code: 1 | 2,
): StatusExitCode {
  error(`ironworks status: ${problemList(problems, "nothing was shown", columns)}\n`);
  return code;
}

function exitCodeOf({ endpoints, hosts }: FleetStatus): StatusExitCode {
  const isTroubled = ({ group, differences }: FleetStatus["hosts"][number]): boolean =>
    group === "failed" || group === "lost" || differences.length > 0;
  return endpoints.some(({ problem }) => problem !== null) || hosts.some(isTroubled) ? 1 : 0;
}

function json(found: FleetStatus): string {
  return `${JSON.stringify(found, undefined, 2)}\n`;
}
