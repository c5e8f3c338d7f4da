/**
 * Root device hints with Ironic's operators (ironic/common/utils.py and oslo.utils' specs_matcher): which disks match.
 * Strings are compared in lower case; sizes are GiB; `=` means at least, as there.
 */

/** A disk as the agent reports it; size in bytes. */
export interface HintedDisk {
  readonly name: string;
  readonly size: number;
  readonly rotational: boolean;
  readonly [hint: string]: unknown;
}

export type HintValue = string | number | boolean;
export type Hints = Readonly<Record<string, HintValue>>;

type HintKind = "string" | "integer" | "boolean";

const HINTS: Readonly<Record<string, HintKind>> = {
  size: "integer",
  model: "string",
  wwn: "string",
  serial: "string",
  vendor: "string",
  wwn_with_extension: "string",
  wwn_vendor_extension: "string",
  name: "string",
  rotational: "boolean",
  hctl: "string",
  by_path: "string",
};

type Comparison = (have: string, want: readonly string[]) => boolean;

const numeric =
  (compare: (have: number, want: number) => boolean): Comparison =>
  (have, [want = ""]) =>
    compare(number(have), number(want));
const textual =
  (compare: (have: string, want: string) => boolean): Comparison =>
  (have, [want = ""]) =>
    compare(have, want);

/** Longest first, so that `<` does not win where `<=` or `<in>` stands. */
const OPERATORS: readonly (readonly [string, Comparison])[] = [
  ["<range-in>", inRange],
  ["<all-in>", () => false],
  ["<in>", textual((have, want) => have.includes(want))],
  ["<or>", (have, want) => want.includes(have)],
  ["s==", textual((have, want) => have === want)],
  ["s!=", textual((have, want) => have !== want)],
  ["s<=", textual((have, want) => have <= want)],
  ["s>=", textual((have, want) => have >= want)],
  ["s<", textual((have, want) => have < want)],
  ["s>", textual((have, want) => have > want)],
  ["==", numeric((have, want) => have === want)],
  ["!=", numeric((have, want) => have !== want)],
  ["<=", numeric((have, want) => have <= want)],
  [">=", numeric((have, want) => have >= want)],
  ["=", numeric((have, want) => have >= want)],
  ["<", numeric((have, want) => have < want)],
  [">", numeric((have, want) => have > want)],
];

const GIB = 2 ** 30;
const TRUE = ["1", "t", "true", "on", "y", "yes"];
const FALSE = ["0", "f", "false", "off", "n", "no"];

/** Hints that no disk can be compared with. */
export class HintError extends Error {}

/** The disks that satisfy every hint, in their order. */
export function matchingDisks<D extends HintedDisk>(disks: readonly D[], hints: Hints): D[] {
  const unknown = Object.keys(hints).filter((name) => !(name in HINTS));
  if (unknown.length > 0) {
    throw new HintError(
      `The hints "${unknown.join(", ")}" are invalid. Valid hints are: "${Object.keys(HINTS).join(", ")}"`,
    );
  }
  return disks.filter((disk) => Object.entries(hints).every(([name, want]) => matches(disk[name], name, want)));
}

function matches(have: unknown, name: string, want: HintValue): boolean {
  if (have === undefined || have === null || have === "") {
    return false;
  }
  if (HINTS[name] === "boolean") {
    return boolean(have) === boolean(want);
  }
  const expression = String(want).trim().toLowerCase();
  if (expression === "") {
    throw new HintError(`Root device hint "${name}" expression is empty`);
  }
  if (HINTS[name] === "integer") {
    const { compare, values } = parse(expression, "==");
    return compare(String(Number(have) / GIB), values);
  }
  const { compare, values } = parse(expression, "s==");
  return compare(quote(String(have).trim().toLowerCase()), values.map(quote));
}

/** Ironic compares strings in the encoding of URLs, which shows where they are put in order. */
function quote(value: string): string {
  return encodeURIComponent(value)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Operator and values of an expression; without an operator it is an equality. */
function parse(
  expression: string,
  equality: "==" | "s==",
): { readonly operator: string; readonly compare: Comparison; readonly values: readonly string[] } {
  const found = OPERATORS.find(([operator]) => expression.startsWith(operator));
  const rest = found ? expression.slice(found[0].length).trim() : "";
  if (found === undefined || rest === "") {
    const compare = OPERATORS.find(([operator]) => operator === equality)?.[1] ?? (() => false);
    return { operator: equality, compare, values: [expression] };
  }
  const [operator, compare] = found;
  const values =
    operator === "<or>"
      ? rest.split("<or>").map((value) => value.trim())
      : operator === "<range-in>"
        ? rest.split(/\s+/)
        : [rest];
  return { operator, compare, values };
}

function inRange(have: string, want: readonly string[]): boolean {
  const [open, low, high, close] = want;
  if (want.length !== 4 || (open !== "[" && open !== "(") || (close !== "]" && close !== ")")) {
    throw new HintError(`<range-in> needs two numbers in brackets, such as "<range-in> [ 10 20 ]"`);
  }
  const value = number(have);
  const [from, to] = [number(low ?? ""), number(high ?? "")];
  return (open === "[" ? value >= from : value > from) && (close === "]" ? value <= to : value < to);
}

function number(text: string): number {
  const value = Number(text);
  if (text === "" || Number.isNaN(value)) {
    throw new HintError(`could not convert string to float: '${text}'`);
  }
  return value;
}

function boolean(value: unknown): boolean {
  const text = String(value).trim().toLowerCase();
  if (TRUE.includes(text) || FALSE.includes(text)) {
    return TRUE.includes(text);
  }
  throw new HintError(`Root device hint "rotational" is not a Boolean value. Current value: ${String(value)}`);
}
