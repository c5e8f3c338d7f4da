/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  /** What is left out first where the terminal is narrow: the lowest. Undefined: always there. */
  readonly worth?: number | undefined;
  /** Narrower than its text, where nothing else helps. */
  readonly shrinks?: number | undefined;
  /** Shrinks to so much before another column is left out. Default: as wide as its text. */
  readonly yields?: number | undefined;
  /** Also where it is empty in every row. */
  readonly stays?: boolean | undefined;
}

/** Headings and rows that fit into a terminal, and what was left out of them. */
export interface ChosenColumns {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Headings of columns that would say something, if there were room. */
  readonly leftOut: readonly string[];
  /** Indices of rows of which a cell was cut. */
  readonly cut: ReadonlySet<number>;
}

const GAP = 2;

/**
 * The columns that fit. One that is empty in every row is not shown; of those that do not fit the least important go first.
 *
 * @param width - Of the terminal. Undefined: everything.
 */
export function fitColumns<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | undefined,
): ChosenColumns {
  const filled = columns.map((column) => ({ ...column, cells: rows.map((row) => column.cell(row)) }));
  let shown = filled.filter(({ stays, cells }) => stays === true || cells.some((cell) => cell !== ""));
  const widthOf = ({ head, cells }: (typeof filled)[number]): number =>
    Math.max(head.length, ...cells.map((cell) => cell.length));
  const total = (of: (column: (typeof filled)[number]) => number): number =>
    shown.reduce((sum, column) => sum + of(column) + GAP, -GAP);
  const yielding = (column: (typeof filled)[number]): number =>
    Math.min(widthOf(column), column.yields ?? Number.POSITIVE_INFINITY);
  const leftOut: string[] = [];
  while (width !== undefined && total(yielding) > width) {
    const least = shown.filter(({ worth }) => worth !== undefined).sort((a, b) => (a.worth ?? 0) - (b.worth ?? 0))[0];
    if (least === undefined) {
      break;
    }
    shown = shown.filter((column) => column !== least);
    leftOut.unshift(least.head);
  }
  const cut = new Set<number>();
  for (const index of shown.keys()) {
    const column = shown[index];
    const over = width === undefined ? 0 : total(widthOf) - width;
    const least = column?.yields ?? column?.shrinks;
    if (over > 0 && column !== undefined && least !== undefined) {
      const room = Math.max(least, widthOf(column) - over);
      for (const [row, cell] of column.cells.entries()) {
        if (cell.length > room) {
          cut.add(row);
        }
      }
      shown[index] = { ...column, cells: column.cells.map((cell) => shortened(cell, room)) };
    }
  }
  return {
    head: shown.map(({ head }) => head),
    rows: rows.map((_, row) => shown.map(({ cells }) => cells[row] ?? "")),
    leftOut,
    cut,
  };
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
