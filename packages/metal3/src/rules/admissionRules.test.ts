import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ADMISSION_RULES } from "./checkObject.js";
import { expectGrammar } from "./testing/describeRules.js";

it("ids are unique: two rules share one only where no release and operation has both", () => {
  for (const [index, rule] of ADMISSION_RULES.entries()) {
    for (const twin of ADMISSION_RULES.slice(index + 1).filter(({ id }) => id === rule.id)) {
      const apart = rule.until !== undefined && twin.since !== undefined;
      const otherwise = !rule.on.some((operation) => twin.on.includes(operation));
      expect([rule.id, apart || otherwise]).toEqual([rule.id, true]);
    }
  }
});

it("every rule says what is wrong with its field, and what to do", () => {
  for (const rule of ADMISSION_RULES) {
    expect(rule.field).not.toBe("");
    expectGrammar(rule);
  }
});

it("every file of rules has its cases beside it", () => {
  const files = ["host", "kinds"].flatMap((room) =>
    readdirSync(join(__dirname, room)).map((name) => join(__dirname, room, name)),
  );
  const ofRules = files.filter((file) => /^export const \w+_RULES: /m.test(readFileSync(file, "utf8")));
  expect(ofRules.length).toBeGreaterThan(15);
  expect(ofRules.filter((file) => !existsSync(file.replace(/\.ts$/, ".test.ts")))).toEqual([]);
});
