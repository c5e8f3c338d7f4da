import { html, type Markup, type Part } from "./markup.js";

/** A cell: what it shows, and what it is sorted by where that differs. */
export interface Cell {
  readonly part: Part;
  readonly key?: string | undefined;
  readonly className?: string | undefined;
}

/**
 * A table whose first column names its rows. On a phone each row becomes a card, which without the roles would be no row any more.
 *
 * @param shape - `narrow`: it fits a phone as a table.
 */
export function pageTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Cell[])[],
  shape: "wide" | "narrow" = "wide",
): Markup {
  const body = rows.map(
    (cells) => html`<tr role="row">${cells.map((cell, index) => cellOf(cell, heads[index] ?? "", index === 0))}</tr>\n`,
  );
  return html`<div class="scroll"><table class="${shape === "wide" ? "sortable cards" : "sortable"}" role="table"><caption>${caption}</caption><thead role="rowgroup"><tr role="row">${heads.map((head) => html`<th scope="col" role="columnheader">${head}</th>`)}</tr></thead><tbody role="rowgroup">
${body}</tbody></table></div>`;
}

function cellOf({ part, key, className }: Cell, head: string, isFirst: boolean): Markup {
  const sorted = key === undefined ? html`` : html` data-key="${key}"`;
  const named = className === undefined ? html`` : html` class="${className}"`;
  return isFirst
    ? html`<th scope="row" role="rowheader"${sorted}${named}>${part}</th>`
    : html`<td role="cell" data-head="${head}"${sorted}${named}>${part}</td>`;
}
