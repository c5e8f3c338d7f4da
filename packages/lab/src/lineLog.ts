import { appendFileSync } from "node:fs";

/** Lines with their time, into a file and to whoever listens. */
export class LineLog {
  readonly #file: string;
  readonly #listener: ((line: string) => void) | undefined;

  constructor(file: string, listener?: (line: string) => void) {
    this.#file = file;
    this.#listener = listener;
  }

  write(line: string): void {
    try {
      appendFileSync(this.#file, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // A full disk must not end the lab; what is wrong shows where it matters.
    }
    this.#listener?.(line);
  }
}
