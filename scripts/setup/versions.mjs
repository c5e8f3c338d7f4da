import { spawnSync } from "node:child_process";
import { SetupFailure } from "./failure.mjs";

const minimumNode = [20, 19];
const minimumPython = [3, 11];
const pythons = ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];

const atLeast = ([major, minor], [wantMajor, wantMinor]) =>
  major > wantMajor || (major === wantMajor && minor >= wantMinor);

/** Refuses a machine that cannot run what comes later. */
export function checkMachine() {
  checkNode(process.versions.node);
  if (process.platform !== "linux") {
    throw new SetupFailure(
      `the lab runs on Linux, and this is ${process.platform}`,
      "use a Linux machine, a virtual machine or WSL 2",
    );
  }
  checkPython(pythons.map(pythonVersion));
}

export function checkNode(version) {
  const [major, minor] = version.split(".").map(Number);
  if (atLeast([major, minor], minimumNode)) {
    return;
  }
  throw new SetupFailure(
    `this is Node ${version}, and Ironworks needs ${minimumNode.join(".")} or later`,
    "install a newer Node, then run the same command again",
  );
}

/** `found` holds a version such as `3.11.7` for each Python that is there. */
export function checkPython(found) {
  const versions = found.filter(Boolean);
  if (versions.some((version) => atLeast(version.split(".").map(Number), minimumPython))) {
    return;
  }
  const what =
    versions.length > 0 ? `the newest Python on PATH is ${newest(versions)}` : "there is no `python3` on PATH";
  throw new SetupFailure(
    `${what}, and the lab needs ${minimumPython.join(".")} or later`,
    "install a newer Python (with pip or venv), then run the same command again",
  );
}

function newest(versions) {
  return versions.toSorted((one, other) => one.localeCompare(other, "en", { numeric: true })).at(-1);
}

function pythonVersion(command) {
  const { status, stdout } = spawnSync(command, ["--version"], { encoding: "utf8", timeout: 10_000 });
  return status === 0 ? /(\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined;
}
