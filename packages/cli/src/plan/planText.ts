import { formatSeconds } from "@ironworks/core";
import type { FleetDisk } from "@ironworks/ironic";
import { type Column, fitColumns } from "../terminal/fitColumns.js";
import { table } from "../terminal/table.js";
import { DEFAULT_COLUMNS, wrap } from "../terminal/wrap.js";
import { EFFECTS, type FleetPlan, type HostPlan } from "./hostPlan.js";

const COLUMNS: readonly Column<HostPlan>[] = [
  { head: "what", cell: whatCell, stays: true },
  { head: "host", cell: ({ host }) => host, stays: true, shrinks: 12 },
  { head: "machine", cell: ({ machine }) => machine ?? "", worth: 1, shrinks: 8 },
  { head: "disk", cell: diskCell, yields: 26 },
  { head: "takes", cell: takesCell, worth: 2 },
  { head: "why", cell: ({ why }) => why.join("; "), yields: 20 },
];

const INDENTS = { first: "", rest: "  " };

/** The plan for people: a line for each host, what needs more words below, totals at the end. */
export function planText(plan: FleetPlan, columns: number | undefined): string {
  const width = columns ?? DEFAULT_COLUMNS;
  const { head, rows, cut } = fitColumns(COLUMNS, plan.hosts, columns);
  const notes = plan.hosts.flatMap((host, row) => hostNotes(host, cut.has(row), width));
  const parts = [
    ...(plan.hosts.length === 0 ? [] : [table(head, rows, columns)]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
    [...troubles(plan, width), ...totals(plan, width)].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A number stays with its word. */
function totals(plan: FleetPlan, width: number): readonly string[] {
  const line = totalsLine(plan).replace(/(\d) (?=[a-z ]+(?: ·|,|$))/g, "$1\u00a0");
  const { destructive, maxDestructive } = plan;
  const sure = plan.totals["may be erased"] === undefined;
  const over =
    destructive > maxDestructive
      ? [
          `✗ ${destructive} ${destructive === 1 ? "host" : "hosts"} would${sure ? "" : ", or may,"} lose data; --max-destructive allows ${maxDestructive}.`,
        ]
      : [];
  return [...wrap(line, width, INDENTS).map((part) => part.replaceAll("\u00a0", " ")), ...over];
}

/** `dev: 2 erased · 1 installed · 14 untouched`. */
function totalsLine({ stack, totals, complete }: FleetPlan): string {
  const counts = EFFECTS.flatMap((effect) => {
    const count = totals[effect];
    return count === undefined ? [] : [`${count} ${effect}`];
  });
  const all = counts.length === 0 ? "no hosts" : counts.join(" · ");
  return `${stack}: ${all}${complete ? "" : ", and the preview ended before everything was looked at"}`;
}

function whatCell({ effect, destructive }: HostPlan): string {
  return `${destructive || effect === "refused" ? "✗ " : ""}${effect}`;
}

function diskCell({ disks }: HostPlan): string {
  return disks.map(diskWords).join(", ");
}

/** `nvme0n1 NV-0007 447 GiB`. */
function diskWords({ name, serial, wwn, sizeGiB }: FleetDisk): string {
  const size = sizeGiB ? `${sizeGiB} GiB` : "";
  return [name?.replace(/^\/dev\//, ""), serial ?? wwn, size].filter(Boolean).join(" ");
}

function takesCell({ usualSeconds }: HostPlan): string {
  return usualSeconds === null ? "" : `~${formatSeconds(usualSeconds)}`;
}

/** Its sentences in full where they say more than the line; and what is there now. */
function hostNotes(
  { host, effect, sentences, resources, live }: HostPlan,
  wasCut: boolean,
  width: number,
): readonly string[] {
  const more =
    wasCut || effect === "refused" || effect === "may be erased" || resources.some(({ op }) => op.startsWith("delete"));
  const found = (live?.notes ?? []).map((note) => `now: ${note}`);
  return [...(more ? sentences : []), ...found].flatMap((text) => wrap(`${host}: ${text}`, width, INDENTS));
}

function troubles({ endpoints, failures }: FleetPlan, width: number): readonly string[] {
  return [
    ...failures.map((failure) => `✗ ${failure.split("\n")[0] ?? ""}`),
    ...endpoints.flatMap(({ name, problem }) =>
      problem === null
        ? []
        : [`warning: endpoint \`${name}\` was not read, so this is from the preview alone: ${problem}`],
    ),
  ].flatMap((text) => wrap(text, width, INDENTS));
}
