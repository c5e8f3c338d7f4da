import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GENERATED_FOLDER, generate, SCHEMA_FOLDER } from "./generate.js";
import { readSchemaFiles } from "./schemaFiles.js";

const ROOT = join(__dirname, "../../..");

describe("what is checked in", () => {
  it("is what the schema files give, byte for byte", () => {
    const output = generate(ROOT);
    const folder = join(ROOT, GENERATED_FOLDER);
    expect(readdirSync(folder).sort()).toEqual([...output.keys()].sort());
    for (const [name, content] of output) {
      expect(readFileSync(join(folder, name), "utf8") === content, `${name} is stale: run \`pnpm kinds\``).toBe(true);
    }
  });

  it("is the same every time", () => {
    expect([...generate(ROOT)]).toEqual([...generate(ROOT)]);
  });
});

describe("a change of a schema file", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "ironworks-kinds-"));
    cpSync(join(ROOT, SCHEMA_FOLDER), join(root, SCHEMA_FOLDER), { recursive: true });
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function edit(file: string, find: string, replacement: string): void {
    const path = join(root, SCHEMA_FOLDER, file);
    const text = readFileSync(path, "utf8");
    expect(text).toContain(find);
    writeFileSync(path, text.replace(find, replacement));
  }

  const host = "bareMetalHost.yaml";
  const mistakes: readonly [string, string, string, string, string][] = [
    [
      "an unknown attribute",
      host,
      "online: { type: boolean,",
      "online: { type: boolean, maxLenght: 3,",
      "bareMetalHost.yaml: Spec.online: unknown attribute `maxLenght`",
    ],
    ["an unknown type", host, "bmc: { type: BMC,", "bmc: { type: BMCC,", "Spec.bmc: there is no type BMCC"],
    ["an unknown scalar", host, "online: { type: boolean,", "online: { type: bool,", "there is no scalar `bool`"],
    ["a release that is none", host, "since: v0.14,", "since: v0.15,", "`since: v0.15` is not a release or line"],
    [
      "a type that no field has",
      host,
      "  Taint:\n",
      '  Unused:\n    doc: "Nothing."\n    type: string\n  Taint:\n',
      "Unused: no field has this type",
    ],
    ["a pattern that is none", host, 'pattern: "^[a-zA-Z0-9._-]+$"', 'pattern: "["', "pattern [ is not understood"],
    [
      "an attribute that nothing validates",
      host,
      "online: { type: boolean,",
      'online: { type: boolean, rules: [{ rule: "self == true" }],',
      "Spec.online: unknown attribute `rules`, for which there is no validator",
    ],
    ["a field without words", host, ', doc: "Free text for people."', "", "Spec.description: `doc` is missing"],
    ["a kind without plural", host, "plural: baremetalhosts\n", "", "`plural` is missing"],
    [
      "an earlier form without end",
      "shared/metal3.yaml",
      "was: [{ until: v0.4, enum",
      "was: [{ enum",
      "`until` is missing",
    ],
    [
      "a type of the same name elsewhere",
      host,
      "  Taint:\n",
      '  Image:\n    doc: "Another."\n    type: string\n  Taint:\n',
      "Image: a shared file has this type",
    ],
  ];

  it.each(mistakes)("is refused for %s", (_, file, find, replacement, message) => {
    edit(file, find, replacement);
    expect(() => readSchemaFiles(join(root, SCHEMA_FOLDER))).toThrow(message);
  });

  it("names every mistake at once", () => {
    edit(host, "online: { type: boolean,", "online: { type: bool, colour: red,");
    expect(() => generate(root)).toThrow(
      /there is no scalar `bool`[\s\S]*unknown attribute `colour`|unknown attribute `colour`[\s\S]*there is no scalar `bool`/,
    );
  });

  it("makes a form of the type where a field comes and goes", () => {
    edit(host, "description: { type: string,", "description: { type: string, since: v0.3, until: v0.8,");
    const text = generate(root).get("bareMetalHost.gen.ts") ?? "";
    expect(text).toContain(
      "export interface BareMetalHostSpecV0_3 extends BareMetalHostSpecV0_1 {\n  /** Free text for people. Until v0.8. */",
    );
    expect(text).toContain(
      'export interface BareMetalHostSpecV0_9 extends Omit<BareMetalHostSpecV0_5, "description"> {}',
    );
    expect(text).toContain('  "v0.8": BareMetalHostSpecV0_5;');
    expect(text).toContain('  "v0.9": BareMetalHostSpecV0_9;');
  });

  it("passes through the types that hold a changed one", () => {
    edit("shared/hardware.yaml", "count: { type: integer,", "count: { type: integer, since: v0.9,");
    const text = generate(root).get("hardware.gen.ts") ?? "";
    expect(text).toContain("export interface HardwareCPUV0_9 extends HardwareCPUV0_1");
    expect(text).toContain('export interface HardwareDetailsV0_9 extends Omit<HardwareDetailsV0_5, "cpu">');
  });
});
