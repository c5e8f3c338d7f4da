import { join } from "node:path";

/** Path of a file that ships with the package in `python/`. */
export function asset(name: string): string {
  return join(__dirname, "..", "python", name);
}
