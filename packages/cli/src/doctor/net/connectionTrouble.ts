import { innerErrorCode } from "@ironworks/core";
/** Why no answer came. `unreachable` and `timeout` may be the way from here; the others are the other side's. */
export interface ConnectionTrouble {
  readonly kind: "name" | "refused" | "unreachable" | "timeout" | "tls" | "not-http" | "broken";
  /** A clause, e.g. `the connection is refused`. */
  readonly text: string;
}

const KINDS: readonly (readonly [pattern: RegExp, kind: ConnectionTrouble["kind"], text: string])[] = [
  [/^(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|EAI_NODATA)$/, "name", "its host name cannot be resolved"],
  [/^ECONNREFUSED$/, "refused", "the connection is refused: nothing listens there"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, "unreachable", "there is no route"],
  [/^(?:ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|ERR_CANCELED|ABORT_ERR)$/, "timeout", "no answer in time"],
  [
    /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL|EPROTO)/,
    "tls",
    "TLS failed",
  ],
  [/^(?:HPE_|ERR_HTTP_|ERR_BAD_RESPONSE)/, "not-http", "what listens there does not speak HTTP"],
];

/** What an error of a socket, a name server or an HTTP client means. */
export function connectionTrouble(error: unknown): ConnectionTrouble {
  const code = innerErrorCode(error);
  const message = error instanceof Error ? error.message.replace(/\s+/g, " ") : String(error);
  const [, kind, text] = KINDS.find(([pattern]) => pattern.test(code)) ?? [];
  if (kind === undefined || text === undefined) {
    return { kind: "broken", text: `the connection broke (${message || code})` };
  }
  return { kind, text: kind === "tls" ? `${text}: ${message}` : text };
}
