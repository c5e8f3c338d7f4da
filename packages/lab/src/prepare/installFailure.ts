import { LabSetupError, type LabSetupErrorCode } from "../error.js";

interface Cause {
  readonly code: LabSetupErrorCode;
  readonly pattern: RegExp;
  readonly next: string;
}

/** What an installer's last words mean; the first that matches. */
const CAUSES: readonly Cause[] = [
  {
    code: "LAB_DISK_FULL",
    pattern: /No space left on device|ENOSPC|os error 28|Disk quota exceeded/i,
    next: "The disk is full: free about 600 MB, or set IRONWORKS_CACHE to a folder on another disk, then run again.",
  },
  {
    code: "LAB_REGISTRY_FAILED",
    pattern:
      /hash mismatch|do not match the hash|HTTP status|status code [45]\d\d|HTTP error [45]\d\d|IncompleteRead|connection closed before|unexpected (?:EOF|end of file)|body (?:error|from connection)|corrupt/i,
    next: "The package registry answered, but not well: run again; if it stays so, check the registry or mirror that pip and uv are set to.",
  },
  {
    code: "LAB_NO_NETWORK",
    pattern:
      /dns error|failed to lookup|name resolution|Network is unreachable|Connection refused|No route to host|timed? ?out|error sending request|Failed to establish a new connection|Could not connect|tunnel|certificate/i,
    next: "The package registry cannot be reached: check the network, and the proxy, mirror and certificate settings of pip and uv, then run again.",
  },
];

const LAST_LINES = 12;
const LINE_LENGTH = 300;

/** What an installer said, as a clear sentence with the next step. */
export function installFailure(what: string, stderr: string): LabSetupError {
  const found = CAUSES.find((cause) => cause.pattern.test(stderr));
  const lines = stderr.trim().split("\n").slice(-LAST_LINES);
  const words = lines.map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line)).join("\n");
  return new LabSetupError(
    found?.code ?? "LAB_SETUP_FAILED",
    `Installing ${what} failed. ${found?.next ?? "Nothing half-made was left: run again."}\nThe installer said:\n${words}`,
  );
}
