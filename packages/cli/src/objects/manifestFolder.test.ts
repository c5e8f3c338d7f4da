import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubernetesObject } from "@ironworks/metal3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { formatObjects } from "./formatObjects.js";
import { checkFolder, writeFolder } from "./manifestFolder.js";

const configMap: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "site" },
  data: { A: "1" },
};
const secret: KubernetesObject = { apiVersion: "v1", kind: "Secret", metadata: { name: "login" }, data: { a: "Yg==" } };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ironworks-folder-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const LIST = ".ironworks-render";
const BOTH = [LIST, "001-configmap-settings.yaml", "002-secret-login.yaml"];

it("objects are one JSON array, or YAML documents, in order", async () => {
  expect(JSON.parse(await formatObjects([configMap, secret], "json"))).toEqual([configMap, secret]);
  const documents = parseAllDocuments(await formatObjects([configMap, secret], "yaml"));
  expect(Array.isArray(documents) && documents.map((document) => document.toJS())).toEqual([configMap, secret]);
});

describe("a folder", () => {
  it("gets a file an object, in an order that names keep, and secrets for the owner only", async () => {
    const target = join(folder, "new", "deep");
    expect(checkFolder(target, "render")).toEqual([]);
    expect(await writeFolder(target, "render", [configMap, secret], "yaml")).toEqual({ written: 2, removed: 0 });
    expect(readdirSync(target).sort()).toEqual(BOTH);
    expect(parse(readFileSync(join(target, "001-configmap-settings.yaml"), "utf8"))).toEqual(configMap);
    expect(statSync(join(target, "002-secret-login.yaml")).mode & 0o777).toBe(0o600);
  });

  it("that was written before is taken again, and what is no longer made goes", async () => {
    await writeFolder(folder, "render", [configMap, secret], "yaml");
    expect(checkFolder(folder, "render")).toEqual([]);
    expect(await writeFolder(folder, "render", [secret], "yaml")).toEqual({ written: 1, removed: 2 });
    expect(readdirSync(folder).sort()).toEqual([LIST, "001-secret-login.yaml"]);
    expect(await writeFolder(folder, "render", [secret], "json")).toEqual({ written: 1, removed: 1 });
    expect(readdirSync(folder).sort()).toEqual([LIST, "001-secret-login.json"]);
  });

  it("keeps the files that do not change, and writes over those that somebody edited", async () => {
    await writeFolder(folder, "render", [configMap, secret], "yaml");
    const [kept, edited] = [join(folder, "001-configmap-settings.yaml"), join(folder, "002-secret-login.yaml")];
    const before = statSync(kept).mtimeMs;
    const inode = statSync(kept).ino;
    chmodSync(edited, 0o644);
    writeFileSync(edited, "edited");
    await writeFolder(folder, "render", [configMap, secret], "yaml");
    expect([statSync(kept).ino, statSync(kept).mtimeMs]).toEqual([inode, before]);
    expect(parse(readFileSync(edited, "utf8"))).toEqual(secret);
    expect(statSync(edited).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["a file", () => writeFileSync(join(folder, "kustomization.yaml"), "")],
    ["a folder", () => mkdirSync(join(folder, "racks"))],
    ["a hidden file", () => writeFileSync(join(folder, ".gitkeep"), "")],
    ["a manifest named like ours", () => writeFileSync(join(folder, "003-secret-theirs.yaml"), "")],
    ["what another command wrote", () => writeFolder(folder, "guard", [secret], "json")],
  ])("with %s of others is refused, and each of them named", async (_, put) => {
    await writeFolder(folder, "render", [configMap, secret], "yaml");
    const ours = new Set(readdirSync(folder));
    await put();
    const theirs = readdirSync(folder).filter((name) => !ours.has(name));
    const [problem, ...more] = checkFolder(folder, "render");
    expect(more).toEqual([]);
    for (const name of theirs) {
      expect(problem?.message).toContain(`\`${name}\``);
    }
    expect(problem?.message).not.toContain("settings");
  });

  it("with many files of others is refused in a line that ends", () => {
    for (let number = 0; number < 30; number++) {
      writeFileSync(join(folder, `file-${number}`), "");
    }
    expect(checkFolder(folder, "render")[0]?.message).toContain("and 25 more");
  });

  it("must be one", async () => {
    writeFileSync(join(folder, "x"), "");
    expect(checkFolder(join(folder, "x"), "render")[0]?.message).toContain("is not a folder");
    await expect(writeFolder(join(folder, "x"), "render", [configMap], "json")).rejects.toThrow();
  });

  it("is made good by the next run after one that broke off", async () => {
    await writeFolder(folder, "render", [configMap], "yaml");
    // The second file cannot be written, since a folder is in its place.
    const inTheWay = join(folder, "002-secret-login.yaml");
    mkdirSync(inTheWay);
    writeFileSync(join(inTheWay, "x"), "");
    await expect(writeFolder(folder, "render", [configMap, secret], "yaml")).rejects.toThrow();
    rmSync(inTheWay, { recursive: true });
    expect(checkFolder(folder, "render")).toEqual([]);
    expect((await writeFolder(folder, "render", [configMap, secret], "yaml")).written).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(BOTH);
    // One that broke off while it wrote its list.
    writeFileSync(join(folder, `${LIST}.new`), "# Files");
    expect(checkFolder(folder, "render")).toEqual([]);
    await writeFolder(folder, "render", [configMap, secret], "yaml");
    expect(readdirSync(folder).sort()).toEqual(BOTH);
  });

  it("loses nothing outside, whatever its list says", async () => {
    const target = join(folder, "target");
    await writeFolder(target, "render", [configMap], "yaml");
    writeFileSync(join(folder, "001-secret-precious.yaml"), "precious");
    const list = readFileSync(join(target, LIST), "utf8");
    writeFileSync(join(target, LIST), `${list}../001-secret-precious.yaml\n001-x-/../../001-secret-precious.yaml\n`);
    symlinkSync(join(folder, "001-secret-precious.yaml"), join(target, "009-secret-link.yaml"));
    expect(checkFolder(target, "render")[0]?.message).toContain("009-secret-link.yaml");
    writeFileSync(join(target, LIST), `${list}009-secret-link.yaml\n`);
    expect(checkFolder(target, "render")).toEqual([]);
    await writeFolder(target, "render", [secret], "yaml");
    expect(readFileSync(join(folder, "001-secret-precious.yaml"), "utf8")).toBe("precious");
  });
});
