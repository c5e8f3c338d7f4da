import type { Problem } from "@ironworks/core";
import { fieldOf, itemsOf } from "@ironworks/core/json";
import { errorAt } from "@ironworks/core/problems";
import { type ExportedResource, exportedResource } from "../pulumi/exportedResources.js";

/** What the engine would do with a host or a machine. */
export interface PreviewStep {
  /** The engine's word, e.g. `create`, `update`, `delete`, `same`. */
  readonly op: string;
  readonly kind: NonNullable<ExportedResource["kind"]>;
  /** In the state; absent for what is new. */
  readonly before?: ExportedResource | undefined;
  /** In the program; absent for what is deleted. */
  readonly after?: ExportedResource | undefined;
}

/** What was said of a resource. */
export interface PreviewMessage {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
}

/** What `pulumi preview --json` printed, as far as hosts and machines go. */
export interface Preview {
  readonly steps: readonly PreviewStep[];
  /** By {@link subjectKey}. */
  readonly messages: ReadonlyMap<string, readonly PreviewMessage[]>;
  /** Errors of anything else: of the program, or of other resources. */
  readonly failures: readonly string[];
  /** It ended before everything was looked at. */
  readonly stopped: boolean;
}

/** Of whom a step or a message is. A URN has more, and changes with the components around a resource. */
export function subjectKey(kind: string, name: string): string {
  return `${kind} ${name}`;
}

/** Steps that change nothing by themselves: what a refresh reads, and halves of a replacement. */
const PASSIVE = new Set(["refresh", "read", "read-discard", "discard", "replace", "remove-pending-replace", "import"]);

/** Reads what `pulumi preview --json` prints. `source` names it in the problem. */
export function readPreview(text: string, source: string): Preview | Problem {
  const document = parsed(text);
  const steps = fieldOf(document, "steps");
  const diagnostics = fieldOf(document, "diagnostics");
  if (document === undefined || (!Array.isArray(steps) && !Array.isArray(diagnostics))) {
    return errorAt(source, "is not a preview of Pulumi.", "give what `pulumi preview --json` prints");
  }
  const messages = new Map<string, PreviewMessage[]>();
  const failures: string[] = [];
  for (const diagnostic of itemsOf(diagnostics)) {
    const message = messageOf(diagnostic);
    const owner = ownerOf(stringAt(diagnostic, "urn"));
    if (owner !== undefined) {
      messages.set(owner, [...(messages.get(owner) ?? []), message]);
    } else if (message.severity === "error") {
      failures.push(message.text);
    }
  }
  const errors = [...messages.values()].flat().some(({ severity }) => severity === "error");
  return { steps: itemsOf(steps).flatMap(stepOf), messages, failures, stopped: errors || failures.length > 0 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function stepOf(step: unknown): readonly PreviewStep[] {
  const op = stringAt(step, "op");
  const [before, after] = (["oldState", "newState"] as const).map((key) => {
    const state = fieldOf(step, key);
    return typeof state === "object" && state !== null ? exportedResource(state) : undefined;
  });
  const kind = (after ?? before)?.kind;
  return kind === undefined || PASSIVE.has(op) ? [] : [{ op, kind, before, after }];
}

const OURS = /ironworks:(BareMetalHost|ProvisionedMachine)::(.+)$/;

function ownerOf(urn: string): string | undefined {
  const [, kind, name] = OURS.exec(urn) ?? [];
  return kind === undefined || name === undefined ? undefined : subjectKey(kind, name);
}

/** The engine writes the severity into the text, too. */
function messageOf(diagnostic: unknown): PreviewMessage {
  const severity = stringAt(diagnostic, "severity");
  const text = stringAt(diagnostic, "message")
    .replace(/<\{%[^}]*%\}>/g, "")
    .replace(/\p{Cc}+/gu, " ")
    .trim();
  const known = severity === "error" || severity === "warning" ? severity : "info";
  return { severity: known, text: text.replace(/^(?:error|warning): /, "") };
}

/** However long it is: what is left out here would be missing in the plan. */
function stringAt(value: unknown, key: string): string {
  const found = fieldOf(value, key);
  return typeof found === "string" ? found : "";
}
