import Table from "cli-table3";
import { wrap } from "./wrap.js";

/** Between columns. */
const GAP = "  ";

/** The last column is not made narrower than this. */
const NARROWEST = 16;

const BORDERLESS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: GAP,
} as const;

/**
 * Rows under their headings, in columns, without lines. Where rows are wider than the terminal, the text of the last column
 * goes on below; words stay whole, so that they can be copied.
 *
 * @param columns - Of the terminal. Undefined: nothing is broken, for other programs.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number | undefined,
): string {
  const built = new Table({
    head: head.map((heading) => heading.toUpperCase()),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  const last = columns === undefined ? undefined : widthOfLast([head, ...rows], columns);
  built.push(...rows.map((row) => broken(row, last)));
  return built
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** What the other columns leave to the last one. */
function widthOfLast(rows: readonly (readonly string[])[], columns: number): number {
  const count = Math.max(...rows.map((row) => row.length));
  const others = Array.from({ length: count - 1 }, (_, index) =>
    Math.max(...rows.map((row) => row[index]?.length ?? 0)),
  );
  return Math.max(NARROWEST, columns - others.reduce((sum, width) => sum + width + GAP.length, 0));
}

function broken(row: readonly string[], width: number | undefined): string[] {
  return width === undefined ? [...row] : [...row.slice(0, -1), wrap(row.at(-1) ?? "", width).join("\n")];
}
