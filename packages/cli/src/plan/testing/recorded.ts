import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exportedResources } from "../../pulumi/exportedResources.js";
import type { EndpointReading } from "../../status/joinFleet.js";
import type { FleetPlan } from "../hostPlan.js";
import { planFleet } from "../planFleet.js";
import { readPreview } from "../previewDocument.js";
import { subjectsOf } from "../subject.js";

/** Recorded with Pulumi 3.259 by the program of `planProject`; addresses, paths and what no plan reads were taken out. */
export const [PREVIEW, REFUSED, STATE]: readonly [string, string, string] = [
  recorded("preview.json"),
  recorded("refusedPreview.json"),
  recorded("state.json"),
];

function recorded(file: string): string {
  return readFileSync(join(__dirname, file), "utf8");
}

/** A preview or a state, as far as a test changes it. */
export interface Recorded {
  steps: RecordedStep[];
  diagnostics: { urn?: string; message: string; severity: string }[];
  deployment: { resources: RecordedState[] };
}

export interface RecordedStep {
  op: string;
  urn: string;
  oldState?: RecordedState;
  newState?: RecordedState;
}

export interface RecordedState {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  retainOnDelete?: boolean;
}

/** A recording with a change. */
export function changed(text: string, change: (recording: Recorded) => void): string {
  const recording = JSON.parse(text) as Recorded;
  change(recording);
  return JSON.stringify(recording);
}

/** Of a recording, the step of this resource. */
export function stepOf({ steps }: Recorded, name: string): RecordedStep {
  const step = steps.find(({ urn }) => urn.endsWith(`::${name}`));
  if (step === undefined) {
    throw new Error(`no step of ${name} was recorded`);
  }
  return step;
}

/** The plan of texts, as the command makes it. */
export function planOf(
  preview: string,
  {
    state,
    endpoints = [],
    maxDestructive = 0,
  }: { state?: string; endpoints?: EndpointReading[]; maxDestructive?: number },
): FleetPlan {
  const read = readPreview(preview, "preview.json");
  if ("message" in read) {
    throw new Error(read.message);
  }
  const stored =
    (state === undefined ? undefined : exportedResources(state)) ??
    read.steps.flatMap(({ before }) => (before ? [before] : []));
  const subjects = subjectsOf(read, stored);
  const at = new Date("2026-03-01T12:00:00.000Z");
  return planFleet({ at, stackName: "dev", preview: read, subjects, stored, endpoints, maxDestructive });
}
