import { innerErrorCode } from "@ironworks/core";
import { IronicError, type IronicErrorCode } from "./ironicError.js";
import type { Redactor } from "./redaction.js";

interface ConnectionFacts {
  readonly pattern: RegExp;
  readonly code: IronicErrorCode;
  readonly message: (endpoint: string) => string;
  readonly remedy: string;
}

/** By Node's error code; the first match counts. */
const CONNECTION_FACTS: readonly ConnectionFacts[] = [
  {
    pattern: /^ECONNREFUSED$/,
    code: "IRONIC_UNREACHABLE",
    message: (endpoint) => `Nothing listens at \`${endpoint}\``,
    remedy: "check host and port, and that Ironic runs",
  },
  {
    pattern: /^(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME)$/,
    code: "IRONIC_UNREACHABLE",
    message: (endpoint) => `The host name in \`${endpoint}\` cannot be resolved`,
    remedy: "check its spelling and the name servers of this machine",
  },
  {
    pattern: /^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/,
    code: "IRONIC_UNREACHABLE",
    message: (endpoint) => `There is no route to \`${endpoint}\``,
    remedy: "check the network between this machine and Ironic (VPN, firewall)",
  },
  {
    pattern: /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS|HOSTNAME_MISMATCH|INVALID_CA|ERR_SSL|EPROTO)/,
    code: "IRONIC_TLS",
    message: (endpoint) => `TLS with \`${endpoint}\` failed`,
    remedy: "set `ca` to the authority that signed its certificate; for plain HTTP write `http://`",
  },
  {
    pattern: /^(?:ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT)$/,
    code: "IRONIC_TIMEOUT",
    message: (endpoint) => `\`${endpoint}\` gave no answer in time`,
    remedy: "check that Ironic is not overloaded and that no firewall swallows the connection, then run again",
  },
  {
    pattern: /^(?:HPE_|ERR_HTTP_|ERR_FR_|ERR_BAD_RESPONSE)/,
    code: "IRONIC_NOT_IRONIC",
    message: (endpoint) => `What listens at \`${endpoint}\` does not speak HTTP`,
    remedy: "check host and port; for TLS write `https://`",
  },
];

/** The typed error behind a request that got no answer. The original, which carries headers and bodies, is not kept. */
export function connectionError(
  error: unknown,
  where: { readonly endpoint: string; readonly request: string },
  redactor: Redactor,
): IronicError {
  const nodeCode = innerErrorCode(error);
  const text = redactor.text(error instanceof Error ? error.message : String(error));
  const cause = new Error(nodeCode && !text.includes(nodeCode) ? `${nodeCode}: ${text}` : text);
  const facts = CONNECTION_FACTS.find(({ pattern }) => pattern.test(nodeCode));
  if (!facts) {
    const details = {
      message: `The connection to \`${where.endpoint}\` broke (${text})`,
      remedy: "run again: what was done is looked up first",
      request: where.request,
    };
    return new IronicError("IRONIC_CONNECTION_LOST", details, { cause });
  }
  const tls = facts.code === "IRONIC_TLS" ? `: ${text}` : "";
  const details = {
    message: `${facts.message(where.endpoint)}${tls}`,
    remedy: facts.remedy,
    request: where.request,
  };
  return new IronicError(facts.code, details, { cause });
}
