import { isRecord } from "@ironworks/core/json";
import { errorAt, errorsAmong, type Problem } from "@ironworks/core/problems";
import { type AnyRelease, checkObjects, isRelease, type Manifest, operatorOf, type Verdict } from "@ironworks/metal3";
import { releaseRemedy } from "../knownReleases.js";
import { checkFormat } from "../objects/formatObjects.js";
import type { Output } from "../runProgram.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";
import { formatVerdicts } from "./formatVerdicts.js";
import { type ManifestDocument, readManifests } from "./readManifests.js";

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

/** The verdict on one document; a `List` is one, with its items' problems below `items[0]` and so on. */
export interface DocumentVerdict extends Verdict {
  readonly document: ManifestDocument;
}

const FORMATS = ["text", "json"];

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
  surroundings.out(options.format === "json" ? formatJson(verdicts) : formatVerdicts(verdicts, release, columns));
  return verdicts.some(({ problems: found }) => errorsAmong(found).length > 0) ? 1 : 0;
}

function verdictsOf(
  documents: readonly ManifestDocument[],
  old: readonly ManifestDocument[],
  release: AnyRelease,
  { state, namespace }: CheckCommandOptions,
): readonly DocumentVerdict[] {
  const within = (object: Manifest): Manifest => inNamespace(object, namespace);
  const objects = documents.map(({ object }) => itemsOf(object).map(within));
  const verdicts = checkObjects(objects.flat(), {
    release,
    old: old.flatMap(({ object }) => itemsOf(object)).map(within),
    ...(state === "detached" ? { operationalStatus: state } : state !== undefined && { state }),
  });
  let next = 0;
  return documents.map((document, index) => {
    const count = objects[index]?.length ?? 0;
    const own = verdicts.slice(next, next + count);
    next += count;
    return { ...joined(document.object, own), document };
  });
}

/** The objects of a document: the items of a list, or the object itself. */
function itemsOf(object: Manifest): readonly Manifest[] {
  return isList(object) ? object.items.filter(isRecord) : [object];
}

function isList(object: Manifest): object is Manifest & { readonly items: readonly unknown[] } {
  return Array.isArray(object.items) && typeof object.kind === "string" && object.kind.endsWith("List");
}

function joined(object: Manifest, verdicts: readonly Verdict[]): Verdict {
  const [only] = verdicts;
  if (only && !isList(object)) {
    return only;
  }
  const problems = verdicts.flatMap((verdict, index) =>
    verdict.problems.map((problem): Problem => ({ ...problem, field: `items[${index}].${problem.field}` })),
  );
  const name = isRecord(object.metadata) && typeof object.metadata.name === "string" ? object.metadata.name : "";
  return { kind: String(object.kind ?? ""), name, accepted: verdicts.every(({ accepted }) => accepted), problems };
}

function inNamespace(object: Manifest, namespace: string | undefined): Manifest {
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  if (namespace === undefined || metadata.namespace !== undefined) {
    return object;
  }
  return { ...object, metadata: { ...metadata, namespace } };
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
