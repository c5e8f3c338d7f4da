import { errorAt, errorsAmong, type Problem } from "@ironworks/core/problems";
import { type AnyRelease, isRelease, operatorOf } from "@ironworks/metal3";
import { releaseRemedy } from "../knownReleases.js";
import { checkFormat } from "../objects/formatObjects.js";
import type { Output } from "../runProgram.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";
import { type DocumentVerdict, verdictsOf } from "./documentVerdicts.js";
import { formatAnnotations } from "./formatAnnotations.js";
import { formatSarif } from "./formatSarif.js";
import { formatVerdicts } from "./formatVerdicts.js";
import { readManifests } from "./readManifests.js";

/** Options of `ironworks check`. */
export interface CheckCommandOptions {
  readonly release?: string | undefined;
  /** Files with the objects as the server holds them. */
  readonly old: readonly string[];
  readonly state?: string | undefined;
  readonly namespace?: string | undefined;
  readonly format: string;
}

/** What the command reads and writes besides files. */
export interface CheckSurroundings extends Output {
  readonly readStdin: () => string;
}

/**
 * 0: nothing is wrong, or there are warnings only. 1: something would be refused, or cannot work. 2: the command was used
 * wrongly, or a file is not YAML.
 */
export type CheckExitCode = 0 | 1 | 2;

const FORMATS = ["text", "json", "sarif", "github"];

/** Provisioning states of a host, and `detached`, which is an operational status. */
const STATES = [
  "unmanaged",
  "registering",
  "match profile",
  "preparing",
  "inspecting",
  "ready",
  "available",
  "provisioning",
  "provisioned",
  "externally provisioned",
  "deprovisioning",
  "powering off before delete",
  "deleting",
  "detached",
];

/** Says what the API server and the operator's webhooks would say to the objects in files, without either. */
export function check(
  files: readonly string[],
  options: CheckCommandOptions,
  surroundings: CheckSurroundings,
): CheckExitCode {
  const { columns = DEFAULT_COLUMNS } = surroundings;
  const given = readManifests(files, surroundings.readStdin);
  const old = readManifests(options.old, surroundings.readStdin);
  const { release, problems: releaseProblems } = readRelease(options.release);
  const problems = [
    ...releaseProblems,
    ...optionProblems(files, options),
    ...given.problems,
    ...old.problems,
    ...(files.length > 0 && given.problems.length === 0 && given.documents.length === 0
      ? [errorAt(files.join(", "), "holds no object.", "give files with Kubernetes objects")]
      : []),
  ];
  if (release === undefined || problems.length > 0) {
    surroundings.error(`ironworks check: ${problemList(problems, "nothing was checked", columns)}\n`);
    return 2;
  }
  const verdicts = verdictsOf(given.documents, old.documents, release, options);
  surroundings.out(format(options.format, verdicts, release, columns));
  return verdicts.some(({ problems: found }) => errorsAmong(found).length > 0) ? 1 : 0;
}

function readRelease(text: string | undefined): {
  readonly release?: AnyRelease;
  readonly problems: readonly Problem[];
} {
  if (text === undefined) {
    return { problems: [errorAt("--release", "is missing.", releaseRemedy())] };
  }
  if (!isRelease(text) || operatorOf(text) !== "baremetal-operator") {
    const message = `cannot be \`${text}\`, which is not a release of baremetal-operator.`;
    return { problems: [errorAt("--release", message, releaseRemedy(text))] };
  }
  return { release: text, problems: [] };
}

function optionProblems(files: readonly string[], { format, state, old }: CheckCommandOptions): readonly Problem[] {
  const problems: Problem[] = [...checkFormat(format, FORMATS)];
  if (state !== undefined && !STATES.includes(state)) {
    const states = STATES.map((known) => `\`${known}\``).join(", ");
    problems.push(errorAt("--state", `cannot be \`${state}\`.`, `write one of ${states}`));
  }
  if ([...files, ...old].filter((file) => file === "-").length > 1) {
    problems.push(errorAt("-", "can be read once, as it is standard input.", "give files"));
  }
  return problems;
}

function format(name: string, verdicts: readonly DocumentVerdict[], release: AnyRelease, columns: number): string {
  switch (name) {
    case "json":
      return formatJson(verdicts);
    case "sarif":
      return formatSarif(verdicts);
    case "github":
      return formatAnnotations(verdicts);
    default:
      return formatVerdicts(verdicts, release, columns);
  }
}

/** With file and line of each document and each problem, for annotations of CI. */
function formatJson(verdicts: readonly DocumentVerdict[]): string {
  const entries = verdicts.map(({ document: { file, line, lineOf }, kind, name, accepted, problems }) => ({
    file,
    line,
    kind,
    name,
    accepted,
    problems: problems.map((problem) => ({ file, line: lineOf(problem.field), ...problem })),
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
