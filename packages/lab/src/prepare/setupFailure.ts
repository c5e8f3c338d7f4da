import { LabSetupError, type LabSetupErrorCode } from "../error.js";

interface Cause {
  readonly code: LabSetupErrorCode;
  readonly pattern: RegExp;
  readonly what: string;
  readonly next: string;
}

/** What Go's last words mean; the first that matches. */
const GO_CAUSES: readonly Cause[] = [
  {
    code: "LAB_DISK_FULL",
    pattern: /no space left on device|disk quota exceeded/i,
    what: "the disk is full",
    next: "free about 5 GB, or set IRONWORKS_CACHE to a folder on another disk, then run again",
  },
  {
    code: "LAB_REGISTRY_FAILED",
    pattern: /checksum mismatch|SECURITY ERROR/,
    what: "a Go module is not the one that go.sum pins",
    next: "find out who changed it before you go on; another GOPROXY may help",
  },
  {
    code: "LAB_NO_NETWORK",
    pattern: /dial tcp|no such host|connection re|timeout|unexpected EOF|TLS|proxyconnect|\b[45]\d\d\b/i,
    what: "the Go module proxy cannot be reached, or broke off",
    next: "check the network (GOPROXY, HTTPS_PROXY), then run again",
  },
];

/** What the last words of pip or uv mean; the first that matches. */
const INSTALL_CAUSES: readonly Cause[] = [
  {
    code: "LAB_DISK_FULL",
    pattern: /No space left on device|ENOSPC|os error 28|Disk quota exceeded/i,
    what: "the disk is full",
    next: "free about 600 MB, or set IRONWORKS_CACHE to a folder on another disk, then run again",
  },
  {
    code: "LAB_REGISTRY_FAILED",
    pattern:
      /hash mismatch|do not match the hash|HTTP status|status code [45]\d\d|HTTP error [45]\d\d|IncompleteRead|connection closed before|unexpected (?:EOF|end of file)|body (?:error|from connection)|corrupt/i,
    what: "the package registry answered with an error or with other bytes",
    next: "run again; if it stays so, check the registry or mirror that pip and uv are set to",
  },
  {
    code: "LAB_NO_NETWORK",
    pattern:
      /dns error|failed to lookup|name resolution|Network is unreachable|Connection refused|No route to host|timed? ?out|error sending request|Failed to establish a new connection|Could not connect|tunnel|certificate/i,
    what: "the package registry cannot be reached",
    next: "check the network, and the proxy, mirror and certificate settings of pip and uv, then run again",
  },
];

const LAST_LINES = 12;
const LINE_LENGTH = 300;

/** Why a build failed, from what Go printed, with the next step. */
export function goFailure(title: string, output: string): LabSetupError {
  return setupFailure(`Building ${title} failed`, GO_CAUSES, output, "Go");
}

/** Why an installation failed, from what pip or uv printed, with the next step. */
export function installFailure(title: string, output: string): LabSetupError {
  return setupFailure(`Installing ${title} failed`, INSTALL_CAUSES, output, "The installer");
}

function setupFailure(failed: string, causes: readonly Cause[], output: string, program: string): LabSetupError {
  const cause = causes.find(({ pattern }) => pattern.test(output));
  const what = cause?.what ?? "nothing half-made was left";
  const next = cause?.next ?? "read what is printed below, then run again";
  return new LabSetupError(
    cause?.code ?? "LAB_SETUP_FAILED",
    `${failed}: ${what}. next: ${next}\n${program} printed:\n${lastLines(output)}`,
  );
}

/** The end of what a program printed, as much as a message can carry. */
export function lastLines(output: string): string {
  const lines = output.trim().split("\n").slice(-LAST_LINES);
  return lines.map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line)).join("\n");
}
