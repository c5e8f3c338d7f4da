import { LabSetupError, type LabSetupErrorCode } from "../error.js";

interface Cause {
  readonly code: LabSetupErrorCode;
  readonly pattern: RegExp;
  readonly next: string;
}

/** What Go's last words mean; the first that matches. */
const CAUSES: readonly Cause[] = [
  {
    code: "LAB_DISK_FULL",
    pattern: /no space left on device|disk quota exceeded/i,
    next: "The disk is full: free about 5 GB, or set IRONWORKS_CACHE to a folder on another disk, then run again.",
  },
  {
    code: "LAB_REGISTRY_FAILED",
    pattern: /checksum mismatch|SECURITY ERROR/,
    next: "A Go module is not the one that go.sum pins: find out who changed it before you go on; another GOPROXY may help.",
  },
  {
    code: "LAB_NO_NETWORK",
    pattern: /dial tcp|no such host|connection re|timeout|unexpected EOF|TLS|proxyconnect|\b[45]\d\d\b/i,
    next: "The Go module proxy cannot be reached, or broke off: check the network (GOPROXY, HTTPS_PROXY), then run again.",
  },
];

/** What Go said, as a clear sentence with the next step. */
export function goFailure(what: string, stderr: string): LabSetupError {
  const found = CAUSES.find((cause) => cause.pattern.test(stderr));
  const words = stderr.trim().split("\n").slice(-12).join("\n");
  return new LabSetupError(
    found?.code ?? "LAB_SETUP_FAILED",
    `Building ${what} failed. ${found?.next ?? "Nothing half-made was left: read what Go says, then run again."}\nGo said:\n${words}`,
  );
}
