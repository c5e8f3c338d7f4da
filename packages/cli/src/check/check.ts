import { errorAt, type Problem } from "@ironworks/core";
import {
  type AnyRelease,
  checkObjects,
  isRelease,
  type Manifest,
  operatorOf,
  RELEASE_LINES,
  type Verdict,
} from "@ironworks/metal3";
import type { Output } from "../runProgram.js";
import { formatProblems, formatVerdicts } from "./formatVerdicts.js";
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

/** 0: everything would be taken. 1: something would be refused. 2: the command was used wrongly, or a file is no YAML. */
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
  const given = readManifests(files, surroundings.readStdin);
  const old = readManifests(options.old, surroundings.readStdin);
  const { release, problems: releaseProblems } = readRelease(options.release);
  const problems = [
    ...releaseProblems,
    ...optionProblems(files, options),
    ...given.problems,
    ...old.problems,
    ...(files.length > 0 && given.problems.length === 0 && given.documents.length === 0
      ? [errorAt(files.join(", "), "There is no object in it.", "Give files with Kubernetes objects.")]
      : []),
  ];
  if (release === undefined || problems.length > 0) {
    surroundings.error(formatProblems(problems));
    return 2;
  }
  const verdicts = verdictsOf(given.documents, old.documents, release, options);
  surroundings.out(options.format === "json" ? formatJson(verdicts) : formatVerdicts(verdicts, release));
  return verdicts.every(({ accepted }) => accepted) ? 0 : 1;
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
  return isList(object) ? object.items.filter(isManifest) : [object];
}

function isList(object: Manifest): object is Manifest & { readonly items: readonly unknown[] } {
  return Array.isArray(object.items) && typeof object.kind === "string" && object.kind.endsWith("List");
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function joined(object: Manifest, verdicts: readonly Verdict[]): Verdict {
  const [only] = verdicts;
  if (only && !isList(object)) {
    return only;
  }
  const problems = verdicts.flatMap((verdict, index) =>
    verdict.problems.map((problem): Problem => ({ ...problem, field: `items[${index}].${problem.field}` })),
  );
  const name = isManifest(object.metadata) && typeof object.metadata.name === "string" ? object.metadata.name : "";
  return { kind: String(object.kind ?? ""), name, accepted: verdicts.every(({ accepted }) => accepted), problems };
}

function inNamespace(object: Manifest, namespace: string | undefined): Manifest {
  const metadata = isManifest(object.metadata) ? object.metadata : {};
  if (namespace === undefined || metadata.namespace !== undefined) {
    return object;
  }
  return { ...object, metadata: { ...metadata, namespace } };
}

function readRelease(text: string | undefined): {
  readonly release?: AnyRelease;
  readonly problems: readonly Problem[];
} {
  const remedy = `Write it as \`v0.13.2\`; lines known are ${RELEASE_LINES.join(", ")}.`;
  if (text === undefined) {
    return { problems: [errorAt("--release", "It is missing.", remedy)] };
  }
  if (!isRelease(text) || operatorOf(text) !== "baremetal-operator") {
    return { problems: [errorAt("--release", `\`${text}\` is no release of baremetal-operator.`, remedy)] };
  }
  return { release: text, problems: [] };
}

function optionProblems(files: readonly string[], { format, state, old }: CheckCommandOptions): readonly Problem[] {
  const problems: Problem[] = [];
  if (!FORMATS.includes(format)) {
    problems.push(errorAt("--format", `\`${format}\` is no format.`, `Use ${FORMATS.join(" or ")}.`));
  }
  if (state !== undefined && !STATES.includes(state)) {
    problems.push(errorAt("--state", `\`${state}\` is no state of a host.`, `Use one of ${STATES.join(", ")}.`));
  }
  if ([...files, ...old].filter((file) => file === "-").length > 1) {
    problems.push(errorAt("-", "Standard input can be read once.", "Give files."));
  }
  return problems;
}

function formatJson(verdicts: readonly DocumentVerdict[]): string {
  const entries = verdicts.map(({ kind, name, accepted, problems }) => ({ kind, name, accepted, problems }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
