import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type PackedPackage, packAll } from "./packedPackages.js";

declare module "vitest" {
  interface ProvidedContext {
    /** Every package that is published, packed once for all tests. */
    readonly packed: readonly PackedPackage[];
  }
}

/** Vitest calls it before the first test, and what it returns after the last. */
export default async function packOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "ironworks-tarballs-"));
  project.provide("packed", await packAll(folder));
  return () => rm(folder, { recursive: true, force: true });
}
