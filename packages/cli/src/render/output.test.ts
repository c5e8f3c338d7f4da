import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubernetesObject } from "@ironworks/metal3";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { checkFolder, formatObjects, toYaml, writeFolder } from "./output.js";

const configMap: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "site" },
  data: { A: "1" },
};
const secret: KubernetesObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "login" }, data: { a: "Yg==" } };

describe("toYaml", () => {
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
    "1_000",
    "1:30",
    "1e3",
    ".inf",
    "2026-11-24",
    "=",
    "<<",
    "",
    " x ",
    "a: b",
    "#c",
    "- d",
    "\u2028",
    "a\nb\n",
    "%x",
    "@",
    "true",
  ];
  const text = fc.oneof(fc.constantFrom(...words), fc.string(), fc.string({ unit: "grapheme" }));

  it.each(["1.1", "1.2"] as const)("keeps every text for readers of YAML %s", (version) => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("A", "B", "yes", "1"), text), (data) => {
        const object = { ...configMap, data };
        expect(parse(toYaml(object), { version })).toEqual(object);
      }),
      { numRuns: 300 },
    );
  });
});

describe("formatObjects", () => {
  it("writes one JSON array, or YAML documents, in order", () => {
    expect(JSON.parse(formatObjects([configMap, secret], "json"))).toEqual([configMap, secret]);
    const documents = parseAllDocuments(formatObjects([configMap, secret], "yaml"));
    expect(Array.isArray(documents) && documents.map((document) => document.toJS())).toEqual([configMap, secret]);
  });
});

describe("a folder", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "render-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("gets a file an object, in an order that names keep, and secrets for the owner only", () => {
    const target = join(folder, "new", "deep");
    expect(checkFolder(target)).toEqual([]);
    writeFolder(target, [configMap, secret], "yaml");
    expect(readdirSync(target)).toEqual(["001-configmap-settings.yaml", "002-secret-login.yaml"]);
    expect(parse(readFileSync(join(target, "001-configmap-settings.yaml"), "utf8"))).toEqual(configMap);
    expect(statSync(join(target, "002-secret-login.yaml")).mode & 0o777).toBe(0o600);
  });

  it("must be empty", () => {
    expect(checkFolder(folder)).toEqual([]);
    writeFileSync(join(folder, "x"), "");
    expect(checkFolder(folder)[0]?.message).toContain("is not empty");
    expect(checkFolder(join(folder, "x"))[0]?.message).toContain("is not a folder");
    expect(() => writeFolder(join(folder, "x"), [configMap], "json")).toThrow();
  });
});
