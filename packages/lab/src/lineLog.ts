import { appendFileSync } from "node:fs";

/** Writes lines with their time into a file, and passes them to a listener. */
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
      // A full disk must not end the lab: it shows at the next write of an image.
    }
    this.#listener?.(line);
  }
}
