/**
 * A JSON value as YAML that readers of YAML 1.1, kubectl among them, and of 1.2 understand alike. Members that are
 * undefined are left out. The `yaml` package writes the same, and takes longer to load than all else that render needs.
 */
export function toYaml(value: object): string {
  return isFilled(value) ? lines(value, "") : `${JSON.stringify(value)}\n`;
}

const STEP = "  ";

/** The lines of a value that has some. In loops: a program that runs once has no time to make callbacks fast. */
function lines(value: object, indent: string): string {
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value) {
      text += `${indent}-${afterDash(item, indent)}`;
    }
    return text;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) {
      text += `${indent}${inOneLine(key)}:${afterKey(inner, indent)}`;
    }
  }
  return text;
}

function afterDash(value: unknown, indent: string): string {
  const inner = indent + STEP;
  return isFilled(value) ? ` ${lines(value, inner).slice(inner.length)}` : afterKey(value, indent);
}

function afterKey(value: unknown, indent: string): string {
  if (typeof value === "string") {
    return value.includes("\n") && BLOCK.test(value) ? ` ${block(value, indent + STEP)}` : ` ${inOneLine(value)}\n`;
  }
  return isFilled(value) ? `\n${lines(value, indent + STEP)}` : ` ${JSON.stringify(value) ?? "null"}\n`;
}

function isFilled(value: unknown): value is object {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  for (const inner of Object.values(value)) {
    if (inner !== undefined) {
      return true;
    }
  }
  return false;
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
