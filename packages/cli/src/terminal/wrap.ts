/** Columns of text that goes into a file or to another program. */
export const DEFAULT_COLUMNS = 80;

/** Indents of a paragraph. */
export interface Indents {
  /** Of the first line. Default: as the others. */
  readonly first?: string | undefined;
  /** Of the other lines. Default: none. */
  readonly rest?: string | undefined;
}

/** A paragraph in lines of so many columns; a word that is longer stays whole, so that it can be copied. */
export function wrap(text: string, columns: number, { rest = "", first = rest }: Indents = {}): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isFresh = true;
  for (const word of text.split(" ")) {
    if (!isFresh && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = rest;
      isFresh = true;
    }
    line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line];
}
