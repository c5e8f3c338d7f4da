import { isRelease } from "@ironworks/metal3";
import { ATTRIBUTES, SCALARS } from "@ironworks/metal3/kinds";

const OF_FIELD = new Set<string>([...ATTRIBUTES, "doc", "unit", "since", "until", "was"]);
const OF_TYPE = new Set<string>([...ATTRIBUTES, "doc", "was", "fields"]);
const OF_EARLIER = new Set<string>([...ATTRIBUTES, "until"]);
const OF_COLUMN = new Set("name type path priority doc since until".split(" "));
const OF_KIND = new Set(
  "kind doc since group version scope plural singular shortNames subresources injectCA conversionWebhook columns types".split(
    " ",
  ),
);
const NEEDED_OF_KIND = ["kind", "doc", "since", "group", "version", "scope", "plural", "types"];

/** Checks the names and forms of everything that is said of a field. */
export function checkField(field: object, where: string, mistakes: string[]): void {
  check(field, OF_FIELD, ["type", "doc"], where, mistakes);
}

/** Checks a named type: its names, and that it is either an object or a scalar. */
export function checkType(type: object, where: string, mistakes: string[]): void {
  check(type, OF_TYPE, ["doc"], where, mistakes);
  if ("type" in type === "fields" in type) {
    mistakes.push(`${where}: give either \`type\` or \`fields\``);
  }
}

/** Checks a printer column. */
export function checkColumn(column: object, where: string, mistakes: string[]): void {
  check(column, OF_COLUMN, ["name", "type", "path", "doc"], where, mistakes);
}

/** Checks the head of a kind's file. */
export function checkKind(kind: object, where: string, mistakes: string[]): void {
  check(kind, OF_KIND, NEEDED_OF_KIND, where, mistakes);
}

function check(
  value: object,
  known: ReadonlySet<string>,
  needed: readonly string[],
  where: string,
  mistakes: string[],
): void {
  const entries = Object.entries(value);
  for (const [name, content] of entries) {
    if (!known.has(name)) {
      mistakes.push(`${where}: unknown attribute \`${name}\`, for which there is no validator`);
    }
    if ((name === "since" || name === "until") && !isRelease(String(content))) {
      mistakes.push(`${where}: \`${name}: ${content}\` is not a release or line`);
    }
    if (name === "pattern" && typeof content === "string") {
      checkPattern(content, where, mistakes);
    }
    if (name === "type" && typeof content === "string" && known !== OF_COLUMN) {
      checkScalar(content, where, mistakes);
    }
    if (name === "doc" && !/[a-zA-Z]$|[.)`]$/.test(String(content))) {
      mistakes.push(`${where}: end \`doc\` with a full stop`);
    }
    if (name === "was" && Array.isArray(content)) {
      for (const form of content) {
        check(form, OF_EARLIER, ["until"], `${where}: was`, mistakes);
      }
    }
  }
  for (const name of needed) {
    if (!(name in value)) {
      mistakes.push(`${where}: \`${name}\` is missing`);
    }
  }
}

function checkPattern(pattern: string, where: string, mistakes: string[]): void {
  try {
    new RegExp(pattern, "u");
  } catch {
    mistakes.push(`${where}: pattern ${pattern} is not understood`);
  }
}

function checkScalar(expression: string, where: string, mistakes: string[]): void {
  const inner = expression.replace(/^(map<)+/, "").replace(/(>|\[\])+$/, "");
  if (!/^[A-Z]/.test(inner) && !(inner in SCALARS)) {
    mistakes.push(`${where}: there is no scalar \`${inner}\``);
  }
}
