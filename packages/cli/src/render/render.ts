import type { Problem } from "@ironworks/core";
import { checkUpstream, type KubernetesObject, synthesiseUpstream } from "@ironworks/metal3";
import { ClusterError, clusterChanges } from "../diff/clusterSource.js";
import { readFolder } from "../diff/folderSource.js";
import { formatDiff } from "../diff/formatDiff.js";
import { diffObjects, type ObjectChange } from "../diff/objectDiff.js";
import type { Output } from "../runProgram.js";
import { checkFolder, FORMATS, type Format, formatObjects, secretsAmong, writeFolder } from "./output.js";
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
  const { error } = surroundings;
  const { spec, problems: readProblems } = await readRequest(options, surroundings.environment);
  const existing = options.diff === undefined || options.diff === "cluster" ? undefined : readFolder(options.diff);
  const problems: readonly Problem[] = [
    ...readProblems,
    ...(options.release === undefined ? [] : unlessSaid(checkUpstream(spec), options)),
    ...checkOutput(options),
    ...(existing?.problems ?? []),
  ];
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    error(formatErrors(errors));
    return 2;
  }
  for (const warning of problems) {
    error(`warning: ${sentence(warning)}\n`);
  }
  const objects = synthesiseUpstream(spec);
  const format = options.format as Format;
  if (options.diff === undefined) {
    return write(objects, format, options, surroundings);
  }
  try {
    const changes = existing ? diffObjects(objects, existing.objects) : await clusterChanges(objects);
    return report(objects, changes, format, surroundings);
  } catch (problem) {
    if (!(problem instanceof ClusterError)) {
      throw problem;
    }
    error(`ironworks render: ${problem.message} [${problem.code}]\n`);
    return 2;
  }
}

/** Without flags there is one problem, and it is said already. */
function unlessSaid(problems: readonly Problem[], { deployFlags }: RenderOptions): readonly Problem[] {
  return deployFlags === undefined ? problems.filter(({ field }) => field !== "flags") : problems;
}

function checkOutput({ format, out, diff }: RenderOptions): readonly Problem[] {
  const problems: Problem[] = [];
  const severity = "error";
  if (!FORMATS.some((known) => known === format)) {
    problems.push({
      field: "--format",
      message: `\`${format}\` is not a format.`,
      remedy: `Use ${FORMATS.join(" or ")}.`,
      severity,
    });
  }
  if (out !== undefined && diff !== undefined) {
    problems.push({
      field: "--out",
      message: "With `--diff` nothing is written.",
      remedy: "Give one of the two.",
      severity,
    });
  }
  return out === undefined ? problems : [...problems, ...checkFolder(out)];
}

function write(
  objects: readonly KubernetesObject[],
  format: Format,
  { out: folder }: RenderOptions,
  { out, error }: RenderSurroundings,
): RenderExitCode {
  const secrets = secretsAmong(objects);
  if (secrets.length > 0) {
    const names = secrets.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(", ");
    error(
      `warning: the output holds credentials in plain text, as upstream applies them: ${names}. Keep it out of Git.\n`,
    );
  }
  if (folder === undefined) {
    out(formatObjects(objects, format));
  } else {
    error(`${writeFolder(folder, objects, format).length} objects written to ${folder}\n`);
  }
  return 0;
}

function report(
  objects: readonly KubernetesObject[],
  changes: readonly ObjectChange[],
  format: Format,
  { out }: RenderSurroundings,
): RenderExitCode {
  const unchanged = objects.length - changes.filter(({ change }) => change !== "absent").length;
  out(format === "json" ? `${JSON.stringify(changes, null, 2)}\n` : formatDiff(changes, unchanged));
  return changes.length === 0 ? 0 : 1;
}

const OPTION_OF: readonly (readonly [pattern: RegExp, option: string])[] = [
  [/^variables\./, "--env "],
  [/^settings\./, "--set "],
  [/^flags\b.*/, "--deploy-flags"],
  [/^(release|profile)$/, "--$1"],
];

/** A problem by the option that it came in with. */
function sentence({ field, message, remedy }: Problem): string {
  const option = OPTION_OF.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), field);
  return [`\`${option}\`: ${message}`, ...(remedy ? [`Remedy: ${remedy}`] : [])].join(" ");
}

function formatErrors(errors: readonly Problem[]): string {
  const count = errors.length === 1 ? "1 problem" : `${errors.length} problems`;
  return `${[`ironworks render: ${count}; nothing was written:`, ...errors.map((problem) => `  - ${sentence(problem)}`)].join("\n")}\n`;
}
