import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPython } from "./python.js";

describe("the machine's Python", () => {
  let folder: string;
  const python = async (name: string, version: string) => {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\nprintf '${path}\\n${version}\\nlinux-x86_64\\n'\n`);
    await chmod(path, 0o755);
    return path;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is the first that is new enough", async () => {
    await python("python3", "3.9.2");
    const newer = await python("python3.12", "3.12.4");
    expect(await findPython({ PATH: folder })).toEqual({ path: newer, version: "3.12.4", platform: "linux-x86_64" });
  });

  it("is too old: says which, and what to do", async () => {
    const path = await python("python3", "3.9.2");
    const error = await findPython({ PATH: folder }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "LAB_PYTHON_TOO_OLD" });
    expect(String(error)).toContain(`${path} is 3.9.2`);
    expect(String(error)).toContain("IRONWORKS_PYTHON");
  });

  it("is missing: says what to install", async () => {
    const error = await findPython({ PATH: folder }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "LAB_PYTHON_MISSING" });
    expect(String(error)).toContain("apt-get install python3");
  });

  it("is the one that IRONWORKS_PYTHON names, and no other", async () => {
    await python("python3", "3.12.0");
    const chosen = await python("mine", "3.13.1");
    expect((await findPython({ PATH: folder, IRONWORKS_PYTHON: chosen })).version).toBe("3.13.1");
    const wrong = findPython({ PATH: folder, IRONWORKS_PYTHON: "/no/such" });
    await expect(wrong).rejects.toMatchObject({ code: "LAB_PYTHON_MISSING" });
  });
});
