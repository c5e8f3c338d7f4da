import { ageOf } from "../terminal/age.js";
import type { FleetStatus, HostStatus } from "./hostStatus.js";

/** A column of the table. */
interface Column {
  readonly head: string;
  readonly cell: (host: HostStatus, status: FleetStatus) => string;
  /** What is left out first where the terminal is narrow: the lowest. Undefined: always there. */
  readonly worth?: number;
  /** Narrower than its text, where nothing else helps. */
  readonly shrinks?: number;
}

const GAP = 2;

const COLUMNS: readonly Column[] = [
  { head: "host", cell: ({ host }) => host, shrinks: 12 },
  { head: "endpoint", cell: ({ endpoint }) => endpoint, worth: 3 },
  { head: "state", cell: stateCell, shrinks: 18 },
  { head: "since", cell: ({ since }, { at }) => ageOf(since, at) },
  { head: "heartbeat", cell: ({ lastHeartbeat }, { at }) => ageOf(lastHeartbeat, at), worth: 6 },
  { head: "power", cell: ({ power }) => (power === "unknown" ? "?" : power), worth: 7 },
  { head: "disk", cell: diskCell, worth: 5 },
  { head: "serial", cell: ({ disk }) => disk?.serial ?? disk?.wwn ?? "", worth: 2 },
  { head: "machine", cell: ({ machine }) => machine ?? "", worth: 4 },
  { head: "owner", cell: ({ owner }) => owner ?? "", worth: 1 },
  { head: "differs", cell: ({ differences }) => differences.map(differenceWord).join(", ") },
];

/** Headings and rows that fit into a terminal, and what was left out of them. */
export interface ChosenColumns {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Headings of columns that would say something, if there were room. */
  readonly leftOut: readonly string[];
}

/**
 * The columns that fit. One that is empty in every row is not shown; of those that do not fit the least important go first.
 *
 * @param columns - Of the terminal. Undefined: everything.
 */
export function chooseColumns(status: FleetStatus, columns: number | undefined): ChosenColumns {
  const filled = COLUMNS.map((column) => ({ ...column, cells: status.hosts.map((host) => column.cell(host, status)) }));
  const several = new Set(status.hosts.map(({ endpoint }) => endpoint)).size > 1;
  let shown = filled.filter(
    ({ head, cells }) => (head !== "endpoint" || several) && (head === "host" || cells.some((cell) => cell !== "")),
  );
  const widthOf = ({ head, cells }: (typeof filled)[number]): number =>
    Math.max(head.length, ...cells.map((cell) => cell.length));
  const total = (): number => shown.reduce((sum, column) => sum + widthOf(column) + GAP, -GAP);
  const leftOut: string[] = [];
  while (columns !== undefined && total() > columns) {
    const least = shown.filter(({ worth }) => worth !== undefined).sort((a, b) => (a.worth ?? 0) - (b.worth ?? 0))[0];
    if (least === undefined) {
      break;
    }
    shown = shown.filter((column) => column !== least);
    leftOut.unshift(least.head);
  }
  for (const index of shown.keys()) {
    const column = shown[index];
    const over = columns === undefined ? 0 : total() - columns;
    if (over > 0 && column?.shrinks !== undefined) {
      const width = Math.max(column.shrinks, widthOf(column) - over);
      shown[index] = { ...column, cells: column.cells.map((cell) => shortened(cell, width)) };
    }
  }
  return {
    head: shown.map(({ head }) => head),
    rows: status.hosts.map((_, row) => shown.map(({ cells }) => cells[row] ?? "")),
    leftOut,
  };
}

/** The step without its interface: `installing write_image`. */
function stateCell({ state, step, group }: HostStatus): string {
  const mark = group === "failed" || group === "lost" ? "✗ " : "";
  return `${mark}${state}${step === null ? "" : ` ${step.slice(step.indexOf(".") + 1)}`}`;
}

function diskCell({ disk }: HostStatus): string {
  if (!disk) {
    return "";
  }
  const size = disk.sizeGiB ? `${disk.sizeGiB} GiB` : "";
  return [disk.name?.replace(/^\/dev\//, "") ?? "", size].filter(Boolean).join(" ");
}

function differenceWord({ kind }: HostStatus["differences"][number]): string {
  return kind === "power" ? "power" : kind;
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
