import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Problem } from "@ironworks/core";
import { errorAt } from "@ironworks/core/problems";
import type { Environment } from "../pulumi/endpointAccount.js";
import { type ExportedResource, exportedResources } from "../pulumi/exportedResources.js";
import { pulumiIn } from "../pulumi/pulumiCommand.js";
import { pulumiPreview } from "../pulumi/pulumiPreview.js";
import { stackConfig } from "../pulumi/stackConfig.js";
import type { Output } from "../runProgram.js";
import { EndpointReader } from "../status/endpointReader.js";
import { noState } from "../status/fleetReader.js";
import type { EndpointReading } from "../status/joinFleet.js";
import { routeOf, type StackRoute } from "../status/stackState.js";
import { problemList } from "../terminal/problemBlock.js";
import { DEFAULT_COLUMNS } from "../terminal/wrap.js";
import type { FleetPlan } from "./hostPlan.js";
import { planFleet } from "./planFleet.js";
import { planText } from "./planText.js";
import { type Preview, readPreview } from "./previewDocument.js";
import { type Subject, subjectsOf } from "./subject.js";

/** Options of `ironworks plan`. */
export interface PlanCommandOptions {
  readonly stack?: string | undefined;
  readonly cwd: string;
  /** A file, or `-`. */
  readonly preview?: string | undefined;
  /** A file. */
  readonly state?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly maxDestructive: number;
}

/** What the command knows of the world besides Ironic and Pulumi. */
export interface PlanSurroundings extends Output {
  readonly environment: Environment;
  readonly readStdin: () => string;
  readonly now: () => Date;
}

/**
 * 0: the plan is complete, and no more is destroyed than may be. 1: there is no plan, or something is refused, or the preview
 * ended before everything was looked at. 2: the command was used wrongly. 3: more would be destroyed, or may be.
 */
export type PlanExitCode = 0 | 1 | 2 | 3;

/** Shows what the engine's own preview means for servers and their disks. Nothing is changed. */
export async function plan(options: PlanCommandOptions, surroundings: PlanSurroundings): Promise<PlanExitCode> {
  const { out, columns = DEFAULT_COLUMNS, error } = surroundings;
  const found = await makePlan(options, surroundings);
  if ("message" in found) {
    error(`ironworks plan: ${problemList([found], "there is no plan", columns)}\n`);
    return 1;
  }
  out(options.json ? `${JSON.stringify(found, undefined, 2)}\n` : planText(found, surroundings.columns));
  return exitCodeOf(found);
}

function exitCodeOf({ complete, totals, destructive, maxDestructive }: FleetPlan): PlanExitCode {
  if (!complete || totals.refused !== undefined) {
    return 1;
  }
  return destructive > maxDestructive ? 3 : 0;
}

async function makePlan(
  options: PlanCommandOptions,
  { environment, readStdin, now }: PlanSurroundings,
): Promise<FleetPlan | Problem> {
  const folder = resolve(options.cwd);
  const named = options.stack === undefined ? [] : ["--stack", options.stack];
  const source = options.stack === undefined ? "the project's current stack" : `the stack \`${options.stack}\``;
  const preview = await previewOf(options, source, folder, named, readStdin);
  if ("message" in preview) {
    return preview;
  }
  const state = await stateOf(options, source, folder, named);
  if (state !== undefined && "message" in state) {
    return state;
  }
  const stored = state ?? preview.steps.flatMap(({ before }) => (before ? [before] : []));
  const subjects = subjectsOf(preview, stored);
  const config = options.preview === undefined ? stackConfig(pulumiIn(folder), named) : undefined;
  const endpoints = options.offline
    ? []
    : await readEndpoints(subjects, new EndpointReader({ environment, config, folder }));
  return planFleet({
    at: now(),
    stackName: options.stack ?? (options.preview === undefined ? "current stack" : nameOf(options.preview)),
    preview,
    subjects,
    stored,
    endpoints,
    maxDestructive: options.maxDestructive,
  });
}

function nameOf(file: string): string {
  return file === "-" ? "standard input" : basename(file);
}

async function previewOf(
  { preview }: PlanCommandOptions,
  source: string,
  folder: string,
  named: readonly string[],
  readStdin: () => string,
): Promise<Preview | Problem> {
  if (preview !== undefined) {
    const file = preview === "-" ? "the preview on standard input" : preview;
    const text = fileText(preview, file, readStdin);
    return typeof text === "string" ? readPreview(text, file) : text;
  }
  const run = await pulumiPreview(folder, named);
  if ("failed" in run) {
    return noState(source, run.failed);
  }
  const found = readPreview(run.output, source);
  if ("message" in found) {
    return noState(source, run.said || "`pulumi preview` ended without a word");
  }
  return run.code === 0 ? found : { ...found, stopped: true };
}

/** Undefined where only the preview is at hand. */
async function stateOf(
  { preview, state }: PlanCommandOptions,
  source: string,
  folder: string,
  named: readonly string[],
): Promise<readonly ExportedResource[] | Problem | undefined> {
  if (state !== undefined) {
    const text = fileText(state, state, () => "");
    return typeof text === "string" ? readState(text, state) : text;
  }
  if (preview !== undefined) {
    return undefined;
  }
  const exported = await pulumiIn(folder)("stack", "export", ...named);
  return "failed" in exported ? noState(source, exported.failed) : readState(exported.output, source);
}

/** The state of a stack that has nothing yet is one, too. */
function readState(text: string, source: string): readonly ExportedResource[] | Problem {
  return (
    exportedResources(text) ??
    errorAt(source, "is not the state of a Pulumi stack.", "give what `pulumi stack export` prints")
  );
}

function fileText(file: string, source: string, readStdin: () => string): string | Problem {
  try {
    return file === "-" ? readStdin() : readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return errorAt(source, `cannot be read: ${reason}.`, "give a file that `pulumi` wrote");
  }
}

async function readEndpoints(
  subjects: readonly Subject[],
  reader: EndpointReader,
): Promise<readonly EndpointReading[]> {
  const routes = new Map<string, StackRoute>();
  for (const { before, after } of subjects) {
    const route = routeOf(after?.inputs.route) ?? routeOf(before?.outputs.route) ?? routeOf(before?.inputs.route);
    if (route) {
      routes.set(`${route.name} ${route.url}`, route);
    }
  }
  try {
    return await reader.read([...routes.values()]);
  } finally {
    await reader.close();
  }
}
