import { type DestroyEffect, HOST_ON_DESTROY, MACHINE_ON_DESTROY } from "@ironworks/core";

/** The page that has the table of what deleting does, from the repository's root. */
export const ON_DESTROY_PAGE = "docs/pulumi.md";

const BEGIN = "<!-- what deleting does: made from core's table (`pnpm pages`); do not edit it -->";
const END = "<!-- end -->";

/** The page with the table as the code has it. */
export function withOnDestroyTable(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`${ON_DESTROY_PAGE} has no place for the table of \`onDestroy\``);
  }
  return `${page.slice(0, begin)}${BEGIN}\n\n${onDestroyTable()}\n\n${page.slice(end)}`;
}

/** What each value of `onDestroy` does to power, node and disks. */
function onDestroyTable(): string {
  return [
    "| `onDestroy` | of a | power | node | disks | refused |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows("host", HOST_ON_DESTROY),
    ...rows("machine", MACHINE_ON_DESTROY),
  ].join("\n");
}

function rows(resource: string, effects: Readonly<Record<string, DestroyEffect>>): readonly string[] {
  return Object.entries(effects).map(([value, { power, node, disks, refused = "" }], index) => {
    const name = `\`${value}\`${index === 0 ? " (default)" : ""}`;
    return `| ${[name, resource, power, node, disks, refused].join(" | ")} |`;
  });
}
