import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFile } from "./projectFile.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ironworks-project-"));
  mkdirSync(join(folder, "project/src/deep"), { recursive: true });
  writeFileSync(join(folder, "project/Pulumi.yaml"), "name: x\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("is relative to the project's folder, wherever below it the process runs", () => {
  const wanted = join(folder, "project/site-a.pem");
  for (const from of ["project", "project/src", "project/src/deep"]) {
    expect(projectFile("site-a.pem", join(folder, from))).toBe(wanted);
    expect(projectFile("./site-a.pem", join(folder, from))).toBe(wanted);
  }
});

it("is itself where it is absolute, and relative to the process outside of a project", () => {
  expect(projectFile("/etc/ssl/site-a.pem", join(folder, "project"))).toBe("/etc/ssl/site-a.pem");
  expect(projectFile("site-a.pem", folder)).toBe(join(folder, "site-a.pem"));
});
