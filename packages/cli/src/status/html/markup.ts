/** Markup that is safe: nothing in it was text of somebody else's. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text, which is escaped, or markup. */
export type Part = string | number | Markup | readonly Markup[];

/**
 * Markup from a template: whatever is put in is escaped, in texts and in quoted attributes, unless it is markup itself.
 *
 * @example
 * ```ts
 * html`<td title="${host}">${host}</td>`;
 * ```
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return {
    markup: texts.map((text, index) => text + (index < parts.length ? written(parts[index] ?? "") : "")).join(""),
  };
}

/** Our own text as it is: a script, a style. */
export function trusted(text: string): Markup {
  return { markup: text };
}

function written(part: Part): string {
  if (typeof part === "string" || typeof part === "number") {
    return escaped(String(part));
  }
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters are no text, in HTML neither. */
function escaped(text: string): string {
  return text.replace(/\p{Cc}/gu, " ").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
