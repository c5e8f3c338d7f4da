import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pulumiOnPath } from "./pulumiOnPath.js";

describe("`pulumi` on PATH", () => {
  let folder: string;
  const executable = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const plugins = (): void => {
    for (const plugin of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) {
      executable(plugin, "exit 0");
    }
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ironworks-path-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("may be missing", () => expect(pulumiOnPath(folder)).toBeUndefined());

  it("is used when new and complete", () => {
    executable("pulumi", "echo v3.248.0");
    plugins();
    expect(pulumiOnPath(folder)).toEqual({ command: join(folder, "pulumi"), version: "3.248.0" });
  });

  it.each([
    ["echo v3.150.1", "is older than 3.200.0"],
    ["exit 1", "does not say its version"],
  ])("is left alone when it answers with `%s`", (answer, problem) => {
    executable("pulumi", answer);
    plugins();
    expect(pulumiOnPath(folder)?.problem).toBe(problem);
  });

  it("is left alone without its language host", () => {
    executable("pulumi", "echo v3.248.0");
    expect(pulumiOnPath(folder)?.problem).toContain("`pulumi-language-nodejs`");
  });
});
