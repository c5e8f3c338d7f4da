import { type KubernetesObject, NO_FLAGS, synthesiseUpstream } from "@ironworks/metal3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { toYaml } from "./toYaml.js";

const words = [
  "yes",
  "No",
  "on",
  "off",
  "y",
  "null",
  "~",
  "0x10",
  "010",
  "0o7",
  "1_000",
  "1:30",
  "1e3",
  "e5",
  ".",
  "+",
  ".inf",
  "2026-11-24",
  "2026-11-24 10:00:00",
  "=",
  "<<",
  "",
  " x ",
  "a: b",
  "a:",
  ":a",
  "a #b",
  "#c",
  "- d",
  "-",
  "--x",
  "--- x yes",
  " a\nb\n ",
  "---",
  "...",
  "? a",
  "\u0085",
  "\u2028",
  "\ufeff",
  "😀",
  "a\nb\n",
  "a\n\nb",
  "a\n\n",
  "a\n  \nb",
  "\na",
  " a\nb",
  "a\r\nb",
  "a\n\tb",
  "a\n# b: c\n",
  "\n",
  "--- yes",
  "... no",
  "%x",
  "@",
  "`",
  "it's",
  'say "x"',
  `it's "x"`,
  "true",
];
const text = fc.oneof(
  fc.constantFrom(...words),
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.constantFrom(...words, "\n", " ", "\t"), { maxLength: 4 }).map((parts) => parts.join("")),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.constantFrom(0, -1, 1.5, 1e21, true, false, null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
}));

describe("toYaml", () => {
  it.each(["1.1", "1.2"] as const)("keeps every value for readers of YAML %s", (version) => {
    fc.assert(
      fc.property(fc.dictionary(text, value, { maxKeys: 4 }), (object) => {
        // Without prototypes and keys that JavaScript treats in a way of its own.
        const plain = JSON.parse(JSON.stringify(object));
        expect(parse(toYaml(plain), { version })).toEqual(plain);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a key that looks like the mark of a document is quoted", () => {
    expect(toYaml({ "--- yes": [] })).toBe('"--- yes": []\n');
  });

  it("a text whose last line is blank is quoted, not a block", () => {
    expect(toYaml({ a: " b\nc\n " })).toBe('a: " b\\nc\\n "\n');
  });

  it("leaves out what is undefined, and is empty where nothing is left", () => {
    expect(toYaml({ a: undefined, b: { c: undefined }, d: [], e: [[1, []], { f: {} }] })).toBe(
      "b: {}\nd: []\ne:\n  - - 1\n    - []\n  - f: {}\n",
    );
  });

  it.each(["v0.1.0", "v0.13.2"])("keeps the objects of %s", (release) => {
    const { objects }: { readonly objects: readonly KubernetesObject[] } = synthesiseUpstream({
      release,
      flags: { ...NO_FLAGS, operator: true, ironic: true, tls: true },
      variables: {
        IRONIC_HOST_IP: "10.0.20.99",
        IRONIC_USERNAME: "admin",
        IRONIC_PASSWORD: "hunter2-hunter2",
        IRONIC_HTPASSWD: "admin:$2y$05$abcdefghijklmnopqrstuv",
        IRONIC_INSPECTOR_USERNAME: "admin",
        IRONIC_INSPECTOR_PASSWORD: "hunter2-hunter2",
        INSPECTOR_HTPASSWD: "admin:$2y$05$abcdefghijklmnopqrstuv",
      },
    });
    for (const object of objects) {
      expect(parse(toYaml(object), { version: "1.1" })).toEqual(JSON.parse(JSON.stringify(object)));
    }
  });
});
