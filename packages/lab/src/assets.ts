import { join } from "node:path";

/** Path of a file that ships with the package in `python/`. */
export function asset(name: string): string {
  return join(__dirname, "..", "python", name);
}

/** Path of a folder of Go pins that ships with the package in `go/`. */
export function goPins(name: string): string {
  return join(__dirname, "..", "go", name);
}
