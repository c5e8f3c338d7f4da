import { EngineError } from "./engineError.js";

const failures: readonly { readonly pattern: RegExp; readonly what: string; readonly next: string }[] = [
  {
    pattern: /no space left on device/i,
    what: "the disk is full",
    next: "free some space, or set IRONWORKS_CACHE to a folder on a larger disk",
  },
  {
    pattern: /checksum mismatch|SECURITY ERROR/,
    what: "a Go module is not the one that go.sum pins",
    next: "find out who changed it before you go on; another GOPROXY may help",
  },
  {
    pattern: /dial tcp|no such host|connection re|timeout|unexpected EOF|TLS|proxyconnect|\b[45]\d\d\b/i,
    what: "the Go module proxy cannot be reached, or broke off",
    next: "check the network (GOPROXY, HTTPS_PROXY), then run the same command again",
  },
];

/** What Go said, as what is wrong and what to do next. */
export function buildFailure(cause: unknown): EngineError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const known = failures.find(({ pattern }) => pattern.test(text));
  const what = known?.what ?? "Go could not build Pulumi";
  const next = known?.next ?? "read Go's message above; a complete `pulumi` on PATH makes this step unnecessary";
  return new EngineError(`${what}:\n${text}\nNext: ${next}.`, { cause });
}
