import Table from "cli-table3";

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
  middle: "  ",
} as const;

/** Rows under their headings, in columns, without lines. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const built = new Table({
    head: head.map((heading) => heading.toUpperCase()),
    chars: BORDERLESS,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  built.push(...rows.map((row) => [...row]));
  return built
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
