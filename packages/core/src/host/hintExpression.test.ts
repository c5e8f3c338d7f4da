import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HINT_OPERATORS, matchesText, parseHintExpression, TEXT_OPERATORS } from "./hintExpression.js";

function matches(attribute: string | undefined, expression: string): boolean {
  const hint = parseHintExpression(expression);
  if (!hint) {
    throw new Error(`\`${expression}\` cannot be read`);
  }
  return matchesText(attribute, hint);
}

describe("matching", () => {
  it.each<[string | undefined, string, boolean]>([
    ["WD-A1", "s== wd-a1", true],
    ["WD-A1", "S==WD-A1", true],
    ["WD-A1", "WD-A1", true],
    ["WD-A1", " wd-a1 ", true],
    ["WD-A1", "s== WD-A", false],
    ["WD-A1", "s!= WD-A1", false],
    ["WD-A1", "s!= WD-B2", true],
    ["WD-B2", "s> WD-A1", true],
    ["WD-A1", "s<= WD-A1", true],
    ["Acme Fast SSD 9", "<in> fast ssd", true],
    ["Acme Fast SSD 9", "<in> slow", false],
    ["Acme Fast SSD 9", "s== Acme Fast SSD 9", true],
    ["Acme Fast SSD 9", "s== Acme", false],
    ["Acme Fast SSD 9", "<or> other <or> acme fast ssd 9", true],
    ["Acme Fast SSD 9", "<or> acme <or> fast", false],
    ["a/b+c(d)", "s== A/B+C(D)", true],
    ["ümlaut", "s== ÜMLAUT", true],
    // Ironic compares encoded text, so a blank holds the digits 2 and 0.
    ["two words", "<in> 20", true],
    // The second value of anything but `<or>` is lost.
    ["only a", "<in> a <in> b", true],
    ["only b", "<in> a <in> b", false],
    // A missing attribute is the word `none`.
    [undefined, "s== WD-A1", false],
    [undefined, "s!= WD-A1", true],
    [undefined, "<in> on", true],
    ["", "s!= WD-A1", false],
    // Numbers and lists cannot be compared with text.
    ["500", "== 500", false],
    ["500", ">= 1", false],
    ["500", "<all-in> 500", false],
    ["15", "<range-in> [ 10 20 ]", false],
  ])("%s against `%s` is %s", (attribute, expression, expected) => {
    expect(matches(attribute, expression)).toBe(expected);
  });
});

it.each(["", "  ", "s==", "<in> ", "<or>", "s== <in> a"])("`%s` cannot be read", (expression) => {
  expect(parseHintExpression(expression)).toBeUndefined();
});

it("operators that work on text", () => {
  expect(TEXT_OPERATORS).toEqual(["<or>", "<in>", "s==", "s!=", "s<=", "s<", "s>=", "s>"]);
});

/** Any UTF-16 text, control characters and lone surrogates included. */
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._:/()-]{0,20}$/);

describe("properties", () => {
  it("equal-to is met by the value itself, in any case, and unequal-to is its opposite", () => {
    fc.assert(
      fc.property(word, word, (value, other) => {
        expect(matches(value.toUpperCase(), `s== ${value.toLowerCase()}`)).toBe(true);
        expect(matches(value, `s== ${other}`)).toBe(!matches(value, `s!= ${other}`));
      }),
    );
  });

  it("a part is contained, and one of several alternatives is enough", () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.nat(), fc.array(word, { maxLength: 4 }), (value, from, length, others) => {
        const part = value.slice(from % value.length).slice(0, 1 + (length % value.length));
        if (part.trim() !== "") {
          expect(matches(value, `<in> ${part}`)).toBe(true);
        }
        expect(matches(value, `<or> ${[...others, value].join(" <or> ")}`)).toBe(true);
      }),
    );
  });

  it("no text makes it throw", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("", ...HINT_OPERATORS), anyText, (attribute, operator, text) => {
        const hint = parseHintExpression(`${operator} ${text}`);
        if (hint) {
          expect(typeof matchesText(attribute, hint)).toBe("boolean");
        }
      }),
    );
  });
});
