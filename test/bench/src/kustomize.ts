import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, contentKey, makeWhole } from "@ironworks/engine";
import { GoBuild } from "@ironworks/lab";

const folder = join(__dirname, "..", "go");
const COMMAND = "sigs.k8s.io/kustomize/kustomize/v5";

/** The path of kustomize, built from its pinned module when it is not in the cache: 40 s on 2 cores, once. */
export async function kustomize(log: (line: string) => void): Promise<string> {
  const parent = join(cacheFolder(), "kustomize");
  const kept = join(parent, contentKey([join(folder, "go.mod"), join(folder, "go.sum")], [COMMAND]));
  const binary = join(kept, "kustomize");
  if (existsSync(binary)) {
    return binary;
  }
  await mkdir(parent, { recursive: true });
  await using build = new GoBuild({ cache: cacheFolder(), log });
  const program = { title: "kustomize", folder, package: COMMAND, takes: "usually 20–60 seconds" };
  await makeWhole(kept, (aside) => build.build(program, join(aside, "kustomize")));
  return binary;
}
