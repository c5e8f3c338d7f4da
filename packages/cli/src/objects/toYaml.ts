/**
 * A JSON value as YAML that readers of YAML 1.1, kubectl among them, and of 1.2 understand alike. Members that are
 * undefined are left out. The `yaml` package writes the same, and takes longer to load than all else that render needs.
 */
export function toYaml(value: object): string {
  return isFilled(value) ? lines(value, "") : `${JSON.stringify(value)}\n`;
}

const STEP = "  ";

/** The lines of a value that has some. */
function lines(value: object, indent: string): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}-${afterDash(item, indent)}`).join("");
  }
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${indent}${inOneLine(key)}:${afterKey(inner, indent)}`)
    .join("");
}

function afterDash(value: unknown, indent: string): string {
  const inner = indent + STEP;
  return isFilled(value) ? ` ${lines(value, inner).slice(inner.length)}` : afterKey(value, indent);
}

function afterKey(value: unknown, indent: string): string {
  if (isFilled(value)) {
    return `\n${lines(value, indent + STEP)}`;
  }
  if (typeof value === "string") {
    return BLOCK.test(value) ? ` ${block(value, indent + STEP)}` : ` ${inOneLine(value)}\n`;
  }
  return ` ${JSON.stringify(value) ?? "null"}\n`;
}

function isFilled(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.values(value).some((inner) => inner !== undefined);
}

/** Letters that readers of any version keep as they are, in any form of text. */
const PRINTABLE = "\\x20-\\x7e\\u00a1-\\u1fff\\u2010-\\u2027\\u2030-\\ud7ff";

/** Several lines of printable text, of which none is blank but not empty, and the first does not begin with a space. */
const BLOCK = new RegExp(
  `^[^\\s](?!.*\\n[ \\t]+(?:\\n|$))(?!.*\\n\\n$)[\\t\\n${PRINTABLE}]*\\n[\\t\\n${PRINTABLE}]*$`,
  "s",
);

function block(text: string, indent: string): string {
  const ends = text.endsWith("\n");
  const each = (ends ? text.slice(0, -1) : text).split("\n");
  return `${ends ? "|" : "|-"}\n${each.map((line) => (line === "" ? "" : indent + line)).join("\n")}\n`;
}

/** What no reader takes for structure. */
const PLAIN = new RegExp(
  `^(?!---|\\.\\.\\.)(?:[?-](?=[^\\s])|(?![\\s,[\\]{}#&*!|>'"%@\`:?-]))(?!.*(?::\\s|\\s#|[:\\s]$))[${PRINTABLE}]+$`,
);

/** What some reader takes for null, a truth value, a number, a time or a merge. */
const AMBIGUOUS = new RegExp(
  [
    "~|null|true|false|yes|no|y|n|on|off|<<|=",
    "[-+]?0b[01_]+",
    "[-+]?0o?[0-7_]+",
    "[-+]?0x[0-9a-f_]+",
    "[-+]?(?:\\d[\\d_]*)?(?:\\.[\\d_]*)?(?:e[-+]?\\d+)?",
    "[-+]?\\.(?:inf|nan)",
    "[-+]?\\d[\\d_]*(?::[0-5]?\\d)+(?:\\.[\\d_]*)?",
    "\\d{4}-\\d\\d?-\\d\\d?(?:[t\\s].*)?",
  ]
    .map((form) => `^(?:${form})$`)
    .join("|"),
  "i",
);

function inOneLine(text: string): string {
  if (PLAIN.test(text) && !AMBIGUOUS.test(text)) {
    return text;
  }
  if (SINGLE.test(text)) {
    return `'${text}'`;
  }
  return JSON.stringify(text).replace(UNPRINTABLE, escaped);
}

const UNPRINTABLE = new RegExp(`[^${PRINTABLE}]`, "gu");

/** Texts with double quotes, which read better between single ones. */
const SINGLE = new RegExp(`^(?=.*")(?!.*')[${PRINTABLE}]+$`);

function escaped(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}
