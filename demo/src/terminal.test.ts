import fc from "fast-check";
import { expect, it } from "vitest";
import { fold, Terminal } from "./terminal.js";

it("folds at spaces, loses no word, and is wider than asked only for a word that is", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({ min: 4, max: 40 }), (words, width) => {
      const lines = fold(words.join(" "), width);
      expect(lines.join(" ")).toBe(words.join(" "));
      for (const line of lines) {
        expect(line.length <= width || !line.includes(" ")).toBe(true);
      }
    }),
  );
});

it("quotes with the indentation of the line, and continues further in", () => {
  const lines: string[] = [];
  const out = { write: (text: string) => lines.push(text) } as unknown as NodeJS.WritableStream;
  new Terminal(out).quote(`  ${"word ".repeat(20)}`);
  expect(lines[0]).toMatch(/^ {5}word/);
  expect(lines[1]).toMatch(/^ {9}word/);
  for (const line of lines) {
    expect(line.trimEnd().length).toBeLessThanOrEqual(80);
  }
});
