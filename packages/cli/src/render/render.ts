import { errorAt, errorsAmong, type Problem, warningsAmong } from "@ironworks/core/problems";
import type { KubernetesObject } from "@ironworks/metal3";
import { synthesiseUpstream } from "@ironworks/metal3/stack";
import type { FoundObjects } from "../diff/folderSource.js";
import { checkFormat, type Format, formatObjects, secretsAmong } from "../objects/formatObjects.js";
import type { Output } from "../runProgram.js";
import { problemBlock, problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS, wrap } from "../terminal/wrap.js";
import { type RenderRequest, readRequest } from "./request.js";

/** Options of `ironworks render`. */
export interface RenderOptions extends RenderRequest {
  readonly format: string;
  readonly out?: string | undefined;
  readonly diff?: string | undefined;
}

/** What the command reads and writes besides files. */
export interface RenderSurroundings extends Output {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** 0: done, or no difference. 1: `--diff` found differences. 2: bad input or no cluster, and nothing was written. */
export type RenderExitCode = 0 | 1 | 2;

/** Renders the objects of a stack, or shows what applying them would change. */
export async function render(options: RenderOptions, surroundings: RenderSurroundings): Promise<RenderExitCode> {
  const { error, environment, columns = DEFAULT_COLUMNS } = surroundings;
  const { spec, problems: readProblems } = await readRequest(options, environment);
  const { objects, problems: specProblems } = synthesiseUpstream(spec);
  const existing = await folderOf(options);
  const problems: readonly Problem[] = [
    ...readProblems,
    ...specProblems.filter(({ field }) => !isSaidBefore(field, options)),
    ...checkFormat(options.format),
    ...(await checkOutput(options)),
    ...(existing?.problems ?? []),
  ].map(byOption);
  const errors = errorsAmong(problems);
  if (errors.length > 0) {
    error(`ironworks render: ${problemList(errors, "nothing was written", columns)}\n`);
    return 2;
  }
  for (const warning of warningsAmong(problems)) {
    error(`${problemBlock(warning, columns, { first: "warning: ", rest: "  " })}\n`);
  }
  const format = options.format as Format;
  if (options.diff === undefined) {
    return write(objects, format, options.out, surroundings);
  }
  const { compare } = await import("../diff/compare.js");
  return compare(objects, existing?.objects, format, surroundings);
}

/** What is in the folder to compare with, if there is one. */
async function folderOf({ diff }: RenderOptions): Promise<FoundObjects | undefined> {
  if (diff === undefined || diff === "cluster") {
    return undefined;
  }
  const { readFolder } = await import("../diff/folderSource.js");
  return readFolder(diff);
}

/** Reading the request says what is wrong with its release, and that there are no flags. */
function isSaidBefore(field: string, { deployFlags }: RenderOptions): boolean {
  return field === "release" || (field === "flags" && deployFlags === undefined);
}

async function checkOutput({ out, diff }: RenderOptions): Promise<readonly Problem[]> {
  if (out === undefined) {
    return [];
  }
  if (diff !== undefined) {
    return [errorAt("--out", "is given beside `--diff`, which writes nothing.", "give one of the two")];
  }
  const { checkFolder } = await import("../objects/manifestFolder.js");
  return checkFolder(out, "render");
}

async function write(
  objects: readonly KubernetesObject[],
  format: Format,
  folder: string | undefined,
  { out, error, columns = DEFAULT_COLUMNS }: RenderSurroundings,
): Promise<RenderExitCode> {
  const secrets = secretsAmong(objects);
  if (secrets.length > 0) {
    const names = secrets.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", ");
    const text = `the output holds credentials in plain text, as upstream applies them: ${names}. Keep it out of Git.`;
    error(`${wrap(text, columns, { first: "warning: ", rest: "  " }).join("\n")}\n`);
  }
  if (folder === undefined) {
    out(await formatObjects(objects, format));
    return 0;
  }
  const { writeFolder } = await import("../objects/manifestFolder.js");
  const { written, removed } = await writeFolder(folder, "render", objects, format);
  error(`${written} objects written to ${folder}${removed > 0 ? `, ${removed} old files removed` : ""}\n`);
  return 0;
}

const OPTION_OF: readonly (readonly [pattern: RegExp, option: string])[] = [
  [/^variables\./, "--env "],
  [/^settings\./, "--set "],
  [/^flags\b.*/, "--deploy-flags"],
  [/^(release|profile)$/, "--$1"],
];

/** The problem, at the option that its field came in with. */
function byOption(problem: Problem): Problem {
  const field = OPTION_OF.reduce((text, [pattern, option]) => text.replace(pattern, option), problem.field);
  return { ...problem, field };
}
