import { rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildFailure } from "./buildFailure.js";
import { partialFolder } from "./cacheFolder.js";
import { EngineError } from "./engineError.js";
import { goToolchain } from "./goToolchain.js";
import { run } from "./run.js";

/** Holds the pins: go.mod and go.sum. */
export const goFolder: string = join(__dirname, "..", "go");

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const tags = "osusergo,grpcnotrace";
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Everything but the pins that decides what the binary is. */
export const buildRecipe: string = [command, tags, versionVariable, "trimpath -s -w"].join(" ");

/** Free space that the modules, the build and the binary need at their largest. */
const neededBytes = 5e9;

export interface BuildPulumiOptions {
  readonly version: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Builds `pulumi` into the file `output`. Modules and build results go to folders that are removed
 * afterwards, unless the user says where they belong with GOMODCACHE or GOCACHE.
 */
export async function buildPulumi(output: string, { version, log, signal }: BuildPulumiOptions): Promise<void> {
  const parent = dirname(dirname(output));
  const scratch = await partialFolder(parent, "go");
  try {
    await checkSpace(scratch);
    const go = await goToolchain(join(scratch, "toolchain"), { log, signal });
    const environment = {
      CGO_ENABLED: "0",
      GOMODCACHE: process.env.GOMODCACHE || join(scratch, "modules"),
      GOCACHE: process.env.GOCACHE || join(scratch, "build"),
      GOTMPDIR: scratch,
      GOTOOLCHAIN: "local",
      GOWORK: "off",
      GOFLAGS: "-mod=readonly -modcacherw -buildvcs=false",
    };
    const started = Date.now();
    const seconds = (): number => Math.round((Date.now() - started) / 1000);
    log(`builds pulumi ${version} with ${go.version}: usually 3 to 5 minutes on 2 cores, once`);
    const goRun = (args: string[], onLine?: (line: string) => void): Promise<string> =>
      run(go.command, args, { cwd: goFolder, environment, signal, onLine }).catch((cause: unknown) => {
        throw signal?.aborted ? cause : buildFailure(cause);
      });
    const packages = (await goRun(["list", "-deps", "-tags", tags, command])).trim().split("\n").length;
    log(`modules fetched (${seconds()} s); compiling ${packages} packages`);
    let compiled = 0;
    const ticker = setInterval(() => log(`compiled ${compiled} of ${packages} packages (${seconds()} s)`), 30_000);
    try {
      const flags = `-s -w -X ${versionVariable}=v${version}`;
      const args = ["build", "-v", "-trimpath", "-tags", tags, "-ldflags", flags, "-o", output, command];
      await goRun(args, (line) => {
        if (!line.startsWith("go: ")) compiled += 1;
      });
    } finally {
      clearInterval(ticker);
    }
    log(`pulumi ${version} built in ${seconds()} s`);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 8, retryDelay: 200 });
  }
}

async function checkSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  throw new EngineError(
    `the disk of \`${dirname(folder)}\` has ${(free / 1e9).toFixed(1)} GB free and the build needs ${neededBytes / 1e9} GB for a while. Next: free some, or set IRONWORKS_CACHE to a folder on a larger disk.`,
  );
}
