const MASK = "******";

/** Ways in which secrets stand in texts, whoever's they are; the first group stays. */
const SHAPES: readonly RegExp[] = [
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+(?=@)/gi,
  /(\bauthorization['"]?\s*[:=]\s*['"]?(?:basic|bearer)\s+)[^\s'",]+/gi,
  /((?:password|passwd|secret|token|api[_-]?key)['"]?\s*[:=]\s*)(?:u?'[^']*'|"[^"]*"|[^\s'",;}]+)/gi,
];

/**
 * The text without these secrets, as they are and as URLs, JSON and base64 write them, and without what has the shape of a
 * secret. Secrets of one or two characters are found only as whole words.
 */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  const spellings = new Set(secrets.flatMap((secret) => (secret ? spellingsOf(secret) : [])));
  let safe = text;
  for (const spelling of [...spellings].sort((a, b) => b.length - a.length)) {
    safe = spelling.length > 2 ? safe.replaceAll(spelling, MASK) : withoutWord(safe, spelling);
  }
  for (const shape of SHAPES) {
    safe = safe.replace(shape, `$1${MASK}`);
  }
  return safe;
}

function spellingsOf(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret.replace(/\p{Cs}/gu, "\uFFFD")),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, "utf8").toString("base64"),
  ];
}

function withoutWord(text: string, word: string): string {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w])${literal}(?![\\w])`, "gu"), MASK);
}
