import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { preparedLab } from "../prepare/prepareLab.js";
import { run } from "../prepare/run.js";
import { type HintedDisk, type Hints, matchingDisks } from "./hints.js";

const GIB = 2 ** 30;
/** Other cases in other runs: `IRONWORKS_SEED`. */
const SEED = Number(process.env.IRONWORKS_SEED ?? 20_261_124);
const RUNS = 400;

/** Ironic's own matcher, over all cases at once. */
const ORACLE = `
import json, sys
from ironic.common import utils
answers = []
for disks, hints in json.load(sys.stdin):
    try:
        answers.append([disk["name"] for disk in utils.find_devices_by_hints(disks, hints)])
    except Exception as error:
        answers.append("refused")
json.dump(answers, sys.stdout)
`;

const text = fc.constantFrom("abc", "ABC", "abd", "b", "s1", "lab pm9", "lab pm9a3", "0x5000", "1:0:0:0", "ü");
const stringHint = fc.oneof(
  text,
  fc
    .tuple(fc.constantFrom("s==", "s!=", "s<", "s<=", "s>", "s>=", "<in>"), text)
    .map(([op, value]) => `${op} ${value}`),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((values) => values.map((value) => `<or> ${value}`).join(" ")),
);
const size = fc.integer({ min: 1, max: 5 });
const sizeHint = fc.oneof(
  size,
  fc.tuple(fc.constantFrom("=", "==", "!=", "<", "<=", ">", ">="), size).map(([op, value]) => `${op} ${value}`),
  fc
    .tuple(fc.constantFrom("[", "("), size, size, fc.constantFrom("]", ")"))
    .map(([open, low, more, close]) => `<range-in> ${open} ${low} ${low + more} ${close}`),
);
const hint: fc.Arbitrary<Hints> = fc.oneof(
  stringHint.map((serial) => ({ serial })),
  stringHint.map((model) => ({ model })),
  stringHint.map((wwn) => ({ wwn })),
  sizeHint.map((wanted) => ({ size: wanted })),
  fc.constantFrom(true, false, "true", "no").map((rotational) => ({ rotational })),
);
const hints: fc.Arbitrary<Hints> = fc
  .array(hint, { minLength: 1, maxLength: 2 })
  .map((all): Hints => Object.assign({}, ...all));
const disk = fc.record({ serial: text, model: text, wwn: text, gib: size, rotational: fc.boolean() });
const disks: fc.Arbitrary<HintedDisk[]> = fc
  .array(disk, { minLength: 1, maxLength: 4 })
  .map((all) => all.map(({ gib, ...rest }, at) => ({ ...rest, name: `/dev/sd${"abcd"[at]}`, size: gib * GIB })));

describe("root device hints beside Ironic's own", () => {
  let python: string;
  beforeAll(async () => {
    python = join((await preparedLab()).ironic, "bin", "python");
  });

  it("choose the same disks in every case", async () => {
    const cases = fc.sample(fc.tuple(disks, hints), { seed: SEED, numRuns: RUNS });
    const oracle = await run(python, ["-W", "ignore", "-c", ORACLE], { input: JSON.stringify(cases) });
    expect(oracle.code, oracle.stderr).toBe(0);
    const theirs = JSON.parse(oracle.stdout) as (string[] | "refused")[];
    expect(theirs.filter((answer) => answer !== "refused" && answer.length > 0).length).toBeGreaterThan(RUNS / 10);
    const differences = cases.flatMap(([someDisks, someHints], at) => {
      const ours = matchingDisks(someDisks, someHints).map((one) => one.name);
      const same = JSON.stringify(ours) === JSON.stringify(theirs[at]);
      return same ? [] : [{ disks: someDisks, hints: someHints, ours, theirs: theirs[at] }];
    });
    expect(differences).toEqual([]);
  });
});
