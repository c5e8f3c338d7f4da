import { ERROR_CODES } from "@ironworks/core";

/** Words by which a message without its code shows which one it has: of Node, of Pulumi, and of Ironworks itself. */
const CODES_BY_WORDS: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/\bECONNREFUSED\b|nothing listens at|\b(?:EHOSTUNREACH|ENETUNREACH)\b|there is no route to/i, "IRONIC_UNREACHABLE"],
  [/\b(?:ENOTFOUND|EAI_AGAIN)\b|the host name in .* cannot be resolved/i, "IRONIC_UNREACHABLE"],
  [
    /\bTLS with `|self-signed certificate|unable to (?:verify the first|get (?:local )?issuer) certificate|certificate has expired|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|wrong version number/i,
    "IRONIC_TLS",
  ],
  [/gave no answer in time|\b(?:ETIMEDOUT|ECONNABORTED)\b/i, "IRONIC_TIMEOUT"],
  [/the connection to .* broke|\bECONNRESET\b|socket hang up/i, "IRONIC_CONNECTION_LOST"],
  [/is not an Ironic API|does not speak HTTP|the endpoint redirects/i, "IRONIC_NOT_IRONIC"],
  [/problems?; nothing was (?:sent|written)/i, "INVALID_INPUT"],
];

const CLASS = /(?:·|\bfailed\b.*)\s*class ([a-z]+)\b/s;

/** Codes of Ironworks that a text names: `[IRONIC_TLS]`, or `class image` of a failed operation. */
export function codesNamedIn(text: string, failureCodes: readonly string[]): readonly string[] {
  const known = new Set([...ERROR_CODES.map(({ code }) => code), ...failureCodes]);
  const named = [...text.matchAll(/(?<![\w])([A-Z][A-Z_]{4,})(?![\w])/g)]
    .map(([, word = ""]) => word)
    .filter((word) => known.has(word));
  if (named.length > 0) {
    return [...new Set(named)];
  }
  const ofClass = `OPERATION_${CLASS.exec(text)?.[1]?.toUpperCase()}`;
  return known.has(ofClass) ? [ofClass] : [];
}

/** The code that a text shows by its words alone. What a server says of its own connections uses such words too. */
export function codeShownIn(text: string): string | undefined {
  return CODES_BY_WORDS.find(([pattern]) => pattern.test(text))?.[1];
}
