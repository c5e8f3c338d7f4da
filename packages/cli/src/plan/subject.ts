import { fieldOf, textOf } from "@ironworks/core/json";
import type { ExportedResource } from "../pulumi/exportedResources.js";
import { type Preview, type PreviewMessage, type PreviewStep, subjectKey } from "./previewDocument.js";

/** A resource, and what the preview says of it. */
export interface Subject {
  readonly kind: PreviewStep["kind"];
  /** In the program; in the state where it is deleted. */
  readonly name: string;
  /** The engine's word; `same` where nothing changes, `unknown` where the preview ended before it. */
  readonly op: string;
  /** In the state; absent for what is new. */
  readonly before?: ExportedResource | undefined;
  /** In the program; absent for what is deleted. */
  readonly after?: ExportedResource | undefined;
  readonly messages: readonly PreviewMessage[];
}

/** Everything that the state has or the preview speaks of. */
export function subjectsOf(preview: Preview, stored: readonly ExportedResource[]): readonly Subject[] {
  const { steps, messages, stopped } = preview;
  const said = new Set<string>();
  const subject = (step: PreviewStep): Subject => {
    const name = (step.after ?? step.before)?.name ?? "";
    const key = subjectKey(step.kind, name);
    // A replacement has two steps of one name.
    const spoken = said.has(key) && step.op.startsWith("delete") ? [] : (messages.get(key) ?? []);
    said.add(key);
    return { ...step, name, messages: spoken };
  };
  const previewed = steps.map(subject);
  const seen = new Set(steps.map(({ before }) => before?.urn));
  const rest = stored.flatMap((before): readonly Subject[] => {
    const { kind, name } = before;
    if (kind === undefined || seen.has(before.urn)) {
      return [];
    }
    const key = subjectKey(kind, name);
    const spoken = said.has(key) ? [] : (messages.get(key) ?? []);
    said.add(key);
    return [{ kind, name, op: stopped ? "unknown" : "same", before, messages: spoken }];
  });
  const others = [...messages].flatMap(([key, spoken]): readonly Subject[] => {
    const [kind, name] = [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];
    return said.has(key) || (kind !== "BareMetalHost" && kind !== "ProvisionedMachine")
      ? []
      : [{ kind, name, op: "unknown", messages: spoken }];
  });
  return [...previewed, ...rest, ...others];
}

/** Of the node of a host, or of a machine's host; undefined before it is enrolled. */
export function nodeUuidOf({ before, after }: Subject): string | undefined {
  return textOf(before?.outputs.nodeUuid) ?? knownUuid(fieldOf(after?.inputs.host, "nodeUuid"));
}

/** Name of the host of a machine. */
export function hostIdOf({ before, after }: Subject): string | undefined {
  return textOf(fieldOf((after ?? before)?.inputs.host, "hostId")) ?? textOf(fieldOf(before?.outputs.host, "hostId"));
}

const NOT_KNOWN_YET = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function knownUuid(value: unknown): string | undefined {
  return value === NOT_KNOWN_YET ? undefined : textOf(value);
}
