import type { FieldChange, ObjectChange } from "./objectDiff.js";

const SIGNS: Readonly<Record<ObjectChange["change"], string>> = { create: "+", update: "~", replace: "±", absent: "?" };

/** The longest value that is shown whole. */
const LONGEST_VALUE = 120;

/** What would change, for people: an object a line, its fields below. */
export function formatDiff(changes: readonly ObjectChange[], unchanged: number): string {
  const lines = changes.flatMap((change) => [headline(change), ...change.fields.map(fieldLine)]);
  const count = (kind: ObjectChange["change"]) => changes.filter(({ change }) => change === kind).length;
  const summary = [
    `${count("create")} to create`,
    `${count("update")} to change`,
    `${count("replace")} under a new name`,
    `${unchanged} as they are`,
    ...(count("absent") > 0 ? [`${count("absent")} there that render does not know (left alone)`] : []),
  ];
  return `${[...lines, summary.join(", ")].join("\n")}\n`;
}

function headline({ change, kind, namespace, name, previousName }: ObjectChange): string {
  const place = namespace ? ` in ${namespace}` : "";
  const previous = previousName ? ` (was ${previousName})` : "";
  return `${SIGNS[change]} ${kind} ${name}${place}${previous}`;
}

function fieldLine({ path, before, after }: FieldChange): string {
  if (before === undefined) {
    return `    + ${path}: ${show(after)}`;
  }
  if (after === undefined) {
    return `    - ${path}: ${show(before)}`;
  }
  return `    ~ ${path}: ${show(before)} → ${show(after)}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length} characters)` : text;
}
