/**
 * The expressions of Ironic's root device hints, read and matched as its agent does (ironic-python-agent's device hints
 * over oslo.utils' specs matcher): case and outer white space do not count, values are URL-encoded before they are
 * compared, an attribute that a disk lacks is compared as the word `none`, and only the first value of an operator other
 * than `<or>` counts.
 */
export interface HintExpression {
  /** Empty: equal to. */
  readonly operator: HintOperator | "";
  /** Lower case, URL-encoded, without white space. */
  readonly values: readonly string[];
}

/** Every operator that Ironic's grammar knows. */
export const HINT_OPERATORS = [
  "<or>",
  "<all-in>",
  "<range-in>",
  "==",
  "=",
  "!=",
  "<in>",
  ">=",
  "<=",
  ">",
  "<",
  "s==",
  "s!=",
  "s<=",
  "s<",
  "s>=",
  "s>",
] as const;

export type HintOperator = (typeof HINT_OPERATORS)[number];

type Comparison = (value: string, wanted: readonly string[]) => boolean;

const first =
  (compare: (value: string, wanted: string) => boolean): Comparison =>
  (value, wanted) =>
    compare(value, wanted[0] ?? "");

const TEXT_COMPARISONS: ReadonlyMap<HintOperator | "", Comparison> = new Map<HintOperator | "", Comparison>([
  ["", first((value, wanted) => value === wanted)],
  ["s==", first((value, wanted) => value === wanted)],
  ["s!=", first((value, wanted) => value !== wanted)],
  ["s<", first((value, wanted) => value < wanted)],
  ["s<=", first((value, wanted) => value <= wanted)],
  ["s>", first((value, wanted) => value > wanted)],
  ["s>=", first((value, wanted) => value >= wanted)],
  ["<in>", first((value, wanted) => value.includes(wanted))],
  ["<or>", (value, wanted) => wanted.includes(value)],
]);

/** Operators that can work on text. The others make Ironic fail, or match nothing, where a disk's attribute is not a number or a list. */
export const TEXT_OPERATORS: readonly HintOperator[] = HINT_OPERATORS.filter((operator) =>
  TEXT_COMPARISONS.has(operator),
);

/** The operator that a text begins with, as Ironic finds it; undefined where its grammar sees none. */
export function leadingOperator(text: string): HintOperator | undefined {
  const trimmed = text.trim().toLowerCase();
  return HINT_OPERATORS.find((operator) => trimmed.startsWith(operator));
}

/** Reads an expression; undefined where Ironic would refuse it: nothing in it, or an operator without a value. */
export function parseHintExpression(text: string): HintExpression | undefined {
  const expression = text.trim().toLowerCase();
  if (expression === "") {
    return undefined;
  }
  const operator = leadingOperator(expression);
  if (operator === undefined) {
    return { operator: "", values: [urlEncode(expression)] };
  }
  const operand = expression.slice(operator.length).trim();
  if (operand === "" || leadingOperator(operand) !== undefined) {
    return undefined;
  }
  const values = expression.split(operator).filter((value) => value !== "");
  return { operator, values: values.map((value) => urlEncode(value.trim())) };
}

/** Does a disk's attribute satisfy a hint? An operator that text cannot satisfy is never satisfied. */
export function matchesText(attribute: string | undefined, hint: HintExpression): boolean {
  const value = parseHintExpression(attribute ?? "none");
  if (!value) {
    return false;
  }
  const normal = value.operator === "" ? (value.values[0] ?? "") : `${value.operator} ${value.values.join(" ")}`;
  return TEXT_COMPARISONS.get(hint.operator)?.(normal, hint.values) ?? false;
}

/** As Python's `urllib.parse.quote` does, which leaves `/` alone. */
function urlEncode(text: string): string {
  const wellFormed = text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
  return encodeURIComponent(wellFormed)
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");
}
