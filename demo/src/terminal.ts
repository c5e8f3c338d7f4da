import Table from "cli-table3";

const WIDTH = 80;

/** Plain text for a terminal of 80 columns; the only place that prints. */
export class Terminal {
  readonly #out: NodeJS.WritableStream;
  readonly #started = Date.now();
  #step = 0;

  constructor(out: NodeJS.WritableStream = process.stdout) {
    this.#out = out;
  }

  line(text = ""): void {
    this.#out.write(`${text}\n`);
  }

  /** Folds at words; continuation lines are indented like the first. */
  paragraph(text: string, indent = "   "): void {
    for (const line of fold(text, WIDTH - indent.length)) {
      this.line(indent + line);
    }
  }

  /** A line of another program, with its own indentation; what does not fit goes on below, indented further. */
  quote(text: string): void {
    const [own = ""] = /^\s*/.exec(text) ?? [];
    const [first = "", ...more] = fold(text.trim(), WIDTH - own.length - 7);
    this.line(`   ${own}${first}`);
    for (const line of more) {
      this.line(`       ${own}${line}`);
    }
  }

  /** Numbered heading, the work, and the time it took. */
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.#step += 1;
    this.line();
    this.line(`── ${this.#step} · ${title} `.padEnd(WIDTH, "─"));
    const begun = Date.now();
    const result = await work();
    this.line(`   ✓ ${seconds(Date.now() - begun)}`);
    return result;
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const table = new Table({ head: [...head], style: { head: [], border: [], compact: true } });
    for (const row of rows) {
      table.push([...row]);
    }
    for (const line of table.toString().split("\n")) {
      this.line(`   ${line}`);
    }
  }

  total(): string {
    return seconds(Date.now() - this.#started);
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Lines of at most `width` characters, broken at spaces; longer words stay whole. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
