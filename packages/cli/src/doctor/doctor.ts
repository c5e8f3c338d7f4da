import { existsSync } from "node:fs";
import { join } from "node:path";
import { errorAt, type Problem } from "@ironworks/core/problems";
import { readManifests } from "../check/readManifests.js";
import { type Environment, environmentAccount } from "../pulumi/endpointAccount.js";
import { pulumiIn } from "../pulumi/pulumiCommand.js";
import { type Output, USAGE_ERROR } from "../runProgram.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";
import type { World } from "./check.js";
import { CHECKS } from "./checks/allChecks.js";
import { type Finding, type Verdict, verdictsOn } from "./finding.js";
import { IronicReader } from "./ironicReader.js";
import { countsOf, reportText } from "./report.js";
import { runChecks } from "./runChecks.js";
import { hostAt, isHost } from "./target/hostTargets.js";
import { lookedAt } from "./target/lookedAt.js";
import { ofObjects } from "./target/manifestTarget.js";
import { authoritiesIn, stackTarget } from "./target/stackTarget.js";
import { joinTargets, type Target } from "./target/target.js";

/** The options of `ironworks doctor` as they were written. */
export interface DoctorCommandOptions {
  /** True: the current stack. */
  readonly stack?: string | true;
  readonly cwd: string;
  readonly endpoint?: string;
  readonly name: string;
  readonly ca?: string;
  readonly insecure?: true;
  readonly file: readonly string[];
  readonly bmc: readonly string[];
  readonly url: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  readonly parallel: number;
  readonly json?: true;
}

export interface DoctorSurroundings extends Output {
  readonly environment: Environment;
  readonly readStdin: () => string;
  /** Shows a line that the next one replaces; an empty one takes it away. Absent where nobody watches. */
  readonly progress?: ((line: string) => void) | undefined;
}

/** A job may ask several things, one after the other. */
const ANSWERS_IN_A_JOB = 4;

/** Looks at everything and changes nothing. Returns the exit code. */
export async function doctor(options: DoctorCommandOptions, io: DoctorSurroundings): Promise<number> {
  const problems = usageProblems(options);
  const manifests = readManifests(options.file, io.readStdin);
  problems.push(...manifests.problems);
  if (problems.length > 0) {
    io.error(`${problemList(problems, "nothing was looked at", io.columns ?? DEFAULT_COLUMNS)}\n`);
    return USAGE_ERROR;
  }
  io.progress?.("reading the stack");
  const timeoutMs = options.timeout * 1000;
  const written = joinTargets(
    ...(wantsStack(options) ? [await ofStack(options, io.environment)] : []),
    ofCommandLine(options, io.environment),
    ofObjects(manifests.documents.map(({ object }) => object)),
  );
  const readers = written.endpoints.map((endpoint) => new IronicReader(endpoint, timeoutMs));
  io.progress?.("asking Ironic for its nodes");
  const target = await lookedAt(written, readers);
  const world: World = { target, readers, timeoutMs, now: Date.now() };
  const checked = await runChecks(CHECKS, world, {
    parallel: options.parallel,
    limitMs: timeoutMs * ANSWERS_IN_A_JOB,
    onProgress: (done, all) => io.progress?.(`${done} of ${all} checks`),
  });
  io.progress?.("");
  const notes = target.notes.length + checked.length > 0 ? target.notes : [nothingThere()];
  const findings: readonly Finding[] = [...notes.map((note) => ({ check: "stack", ...note })), ...checked];
  io.out(
    options.json
      ? `${JSON.stringify({ summary: countsOf(findings), findings }, undefined, 2)}\n`
      : reportText(findings, io.columns),
  );
  return countsOf(findings).error > 0 ? 1 : 0;
}

function nothingThere(): Verdict {
  return verdictsOn("the files", "written").warning(
    "hold no hosts and no control plane",
    "name files with objects of Metal3, or `--endpoint`, `--bmc`, `--url`",
  );
}

function usageProblems({ endpoint, ca, insecure, cwd, ...options }: DoctorCommandOptions): Problem[] {
  const problems: Problem[] = [];
  const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (endpoint !== undefined && (url === undefined || !/^https?:$/.test(url.protocol))) {
    problems.push(errorAt("--endpoint", "is not the address of an Ironic API.", "write `https://<host>:6385`"));
  }
  if (url !== undefined && (url.username !== "" || url.password !== "")) {
    problems.push(errorAt("--endpoint", "holds credentials.", "set them in the environment"));
  }
  if (endpoint === undefined && (ca !== undefined || insecure === true)) {
    problems.push(errorAt("--ca", "and `--insecure` are of `--endpoint`, which is missing.", "add `--endpoint <url>`"));
  }
  const named =
    endpoint !== undefined ||
    options.stack !== undefined ||
    options.file.length + options.bmc.length + options.url.length > 0;
  if (!named && !hasProject(cwd)) {
    problems.push(
      errorAt(
        "--stack",
        "is missing, and there is no Pulumi project here.",
        "name a project's folder with `--cwd`, or give `--endpoint`, `--file`, `--bmc` or `--url`",
      ),
    );
  }
  return problems;
}

/** A stack is read where one is asked for, or where nothing else is and a project is at hand. */
function wantsStack({ stack, endpoint, file, bmc, url }: DoctorCommandOptions): boolean {
  return stack !== undefined || (endpoint === undefined && file.length + bmc.length + url.length === 0);
}

function hasProject(folder: string): boolean {
  return ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(folder, name)));
}

function ofStack({ stack, cwd }: DoctorCommandOptions, environment: Environment): Promise<Target> {
  return stackTarget({ pulumi: pulumiIn(cwd), stack: stack === true ? undefined : stack, folder: cwd, environment });
}

function ofCommandLine(options: DoctorCommandOptions, environment: Environment): Target {
  const { endpoint, name, ca, insecure, cwd } = options;
  const notes: Verdict[] = [];
  const found = options.bmc.map((address) => hostAt(address, { name: placeOf(address) }));
  notes.push(
    ...found.flatMap((one) => (isHost(one) ? [] : [verdictsOn(one.subject, "written").error(one.seen, one.next)])),
  );
  const endpoints =
    endpoint === undefined
      ? []
      : [
          {
            name,
            url: endpoint,
            ca: authoritiesIn(ca, name, cwd, notes),
            insecure: insecure === true,
            account: environmentAccount(name, environment),
          },
        ];
  return {
    endpoints,
    hosts: found.filter(isHost).map((host) => ({ ...host, ...(endpoint !== undefined && { endpoint: name }) })),
    files: options.url.map((url) => ({ kind: "file", url, usedBy: "the command line" })),
    objects: [],
    notes,
  };
}

/** A BMC's address without scheme and path: short enough for a table. */
function placeOf(address: string): string {
  return address.replace(/^[^/]*:\/\//, "").replace(/\/.*$/, "") || address;
}
