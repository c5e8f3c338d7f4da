/** A set-up step that cannot go on: what is wrong, and what to do next. */
export class SetupFailure extends Error {
  constructor(message, next, options) {
    super(message, options);
    this.next = next;
  }
}

const causes = [
  {
    pattern: /ENOSPC|no space left on device|disk quota exceeded/i,
    what: "the disk is full",
    next: "free some space, or set IRONWORKS_CACHE to a folder on a larger disk",
  },
  {
    pattern: /EINTEGRITY|integrity check failed|TARBALL_INTEGRITY/i,
    what: "a package that came from the registry is not the one that the lock file pins",
    next: "run the same command again; if it stays so, check which registry npm is set to",
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|dns error|error sending request|tcp connect|network request failed/i,
    what: "the package registry cannot be reached",
    next: "check the network, and npm's registry and proxy settings; then run the same command again",
  },
  {
    pattern: /ECONNRESET|EPIPE|unexpected end of file|socket hang up|premature close|\b(?:E?5\d\d|E?40[134]|E?429)\b/i,
    what: "the package registry broke off, or refused",
    next: "run the same command again; what has arrived is kept",
  },
  {
    pattern: /EACCES|EPERM|EROFS|ENOTDIR|permission denied|read-only file system/i,
    what: "a folder cannot be written",
    next: "give yourself the right to write there, or set IRONWORKS_CACHE to a folder that can be written",
  },
];

/** Any error as what is wrong and what to do next. `what` names the step's work for an unknown cause. */
export function explain(error, what) {
  if (error instanceof SetupFailure) {
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  // Errors of the parts themselves (the lab, the engine) already say both.
  if (error?.code && /^[A-Z]+(_[A-Z]+)*$/.test(error.code) && /next: |run again|then run/i.test(text)) {
    return new SetupFailure(text, undefined, { cause: error });
  }
  const known = causes.find(({ pattern }) => pattern.test(text));
  const words = text.trim().split("\n").slice(-8).join("\n");
  return new SetupFailure(
    `${known?.what ?? `${what} failed`}:\n${words}`,
    known?.next ?? "read the message above; nothing half made was left, so the same command can run again",
    { cause: error },
  );
}
