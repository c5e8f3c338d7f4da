import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, contentKey, goToolchain, makeWhole, run } from "@ironworks/engine";

const folder = join(__dirname, "..", "go");
const command = "sigs.k8s.io/kustomize/kustomize/v5";

/** The path of kustomize, built from its pinned module when it is not in the cache: 40 s on 2 cores, once. */
export async function kustomize(log: (line: string) => void): Promise<string> {
  const parent = join(cacheFolder(), "kustomize");
  const kept = join(parent, contentKey([join(folder, "go.mod"), join(folder, "go.sum")], [command]));
  const binary = join(kept, "kustomize");
  if (existsSync(binary)) return binary;
  await mkdir(parent, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), "ironworks-kustomize-"));
  try {
    const go = await goToolchain(join(scratch, "toolchain"), { log });
    log(`builds kustomize with ${go.version}: usually 20 to 60 seconds, once`);
    const environment = {
      CGO_ENABLED: "0",
      GOMODCACHE: process.env.GOMODCACHE || join(scratch, "modules"),
      GOCACHE: process.env.GOCACHE || join(scratch, "build"),
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
    };
    await makeWhole(kept, async (aside) => {
      const output = join(aside, "kustomize");
      const args = ["build", "-trimpath", "-ldflags", "-s -w", "-o", output, command];
      await run(go.command, args, { cwd: folder, environment });
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return binary;
}
