import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder, makeWhole } from "./cacheFolder.mjs";
import { explain, SetupFailure } from "./failure.mjs";
import { lock } from "./lock.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";
import { duration, wrap } from "./terminal.mjs";
import { checkNode, checkPython } from "./versions.mjs";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ironworks-setup-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("makeWhole", () => {
  it("puts a folder in place when it is complete", async () => {
    const made = join(folder, "parts", "thing");
    await makeWhole(made, async (aside) => {
      expect(existsSync(made)).toBe(false);
      writeFileSync(join(aside, "file"), "content");
    });
    expect(readFileSync(join(made, "file"), "utf8")).toBe("content");
    expect(readdirSync(join(folder, "parts"))).toEqual(["thing"]);
  });

  it("leaves nothing when filling fails", async () => {
    const filling = makeWhole(join(folder, "thing"), async (aside) => {
      writeFileSync(join(aside, "half"), "");
      throw new Error("broke off");
    });
    await expect(filling).rejects.toThrow("broke off");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("removes what a killed run left, and not what a living one is making", async () => {
    const gone = 2 ** 22 + 1;
    mkdirSync(join(folder, `.partial-${gone}-thing-x`));
    mkdirSync(join(folder, `.partial-${process.pid}-other-x`));
    await makeWhole(join(folder, "thing"), async () => undefined);
    expect(readdirSync(folder).sort()).toEqual([`.partial-${process.pid}-other-x`, "thing"]);
  });
});

describe("cacheFolder", () => {
  it.each([
    [{ IRONWORKS_CACHE: "/own", XDG_CACHE_HOME: "/xdg", HOME: "/home" }, "/own"],
    [{ IRONWORKS_CACHE: "", XDG_CACHE_HOME: "/xdg", HOME: "/home" }, "/xdg/ironworks"],
    [{ IRONWORKS_CACHE: "", XDG_CACHE_HOME: "", HOME: "/home" }, "/home/.cache/ironworks"],
  ])("for %o is %s", (environment, expected) => {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      expect(cacheFolder()).toBe(expected);
    } finally {
      process.env = before;
    }
  });
});

describe("the lock", () => {
  it("is free again when its holder was killed", async () => {
    const name = `${folder}-lock`;
    const hold = `import { lock } from ${JSON.stringify(join(root, "scripts", "setup", "lock.mjs"))};
await lock(${JSON.stringify(name)}, { signal: new AbortController().signal, onWait: () => console.log("waits") });
console.log("held"); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", hold], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => holder.stdout.once("data", resolve));
    let waited = false;
    const signal = new AbortController().signal;
    const mine = lock(name, {
      signal,
      onWait: () => {
        waited = true;
        setTimeout(() => holder.kill("SIGKILL"), 50);
      },
    });
    await mine;
    expect(waited).toBe(true);
  });

  it("ends waiting when it is told to stop", async () => {
    const name = `${folder}-stop`;
    await lock(name, { signal: new AbortController().signal, onWait: () => expect.fail("nobody holds it") });
    const stop = new AbortController();
    await expect(lock(name, { signal: stop.signal, onWait: () => stop.abort(new Error("stopped")) })).rejects.toThrow(
      "stopped",
    );
  });
});

describe("versions", () => {
  it.each(["18.20.0", "20.18.3"])("refuses Node %s", (version) => {
    expect(() => checkNode(version)).toThrow(`this is Node ${version}, and Ironworks needs 20.19 or later`);
  });
  it.each(["20.19.0", "22.0.0", "24.21.0"])("accepts Node %s", (version) => checkNode(version));

  it("refuses a machine without a new Python, naming the newest", () => {
    expect(() => checkPython(["3.9.2", "3.10.12", undefined])).toThrow("the newest Python on PATH is 3.10.12");
    expect(() => checkPython([undefined])).toThrow("there is no `python3` on PATH");
  });
  it("accepts one Python that is new enough", () => checkPython([undefined, "3.9.2", "3.11.0"]));
});

describe("a failure", () => {
  it.each([
    ["npm error code ENOTFOUND", "the package registry cannot be reached", "check the network"],
    ["npm error code E503\nnpm error 503 Service Unavailable", "broke off, or refused", "run the same command again"],
    ["write error: No space left on device", "the disk is full", "IRONWORKS_CACHE"],
    ["npm error code EINTEGRITY", "not the one that the lock file pins", "registry"],
    ["EACCES: permission denied, mkdir '/cache'", "cannot be written", "IRONWORKS_CACHE"],
    ["something else", "the step failed", "read the message above"],
  ])("of %j says what is wrong and what to do", (text, what, next) => {
    const failure = explain(new Error(text), "the step");
    expect(failure).toBeInstanceOf(SetupFailure);
    expect(failure.message).toContain(what);
    expect(failure.message).toContain(text);
    expect(failure.next).toContain(next);
  });

  it("of a command holds the command's last words", async () => {
    const shell = run("sh", ["-c", "echo first; echo last >&2; exit 3"]);
    await expect(shell).rejects.toThrow(/first[\s\S]*last|last[\s\S]*first/);
  });

  it("ends the command that is running when set-up is stopped", async () => {
    const stop = new AbortController();
    const pidFile = join(folder, "pid");
    const running = run("sh", ["-c", `echo $$ > ${pidFile}; exec sleep 60`], { signal: stop.signal });
    while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    stop.abort(new Error("stopped"));
    await expect(running).rejects.toThrow("stopped");
    expect(existsSync(`/proc/${readFileSync(pidFile, "utf8").trim()}`)).toBe(false);
  });
});

describe("the terminal", () => {
  it("breaks lines for 80 columns and keeps the indent", () => {
    const lines = `    ${wrap("word ".repeat(60).trim(), "    ")}`.split("\n");
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line).toMatch(/^ {4}\S.{0,74}$/);
    }
  });

  it.each([
    [800, "0.8 s"],
    [12_300, "12 s"],
    [185_000, "3 min 05 s"],
  ])("shows %i ms as %s", (milliseconds, text) => expect(duration(milliseconds)).toBe(text));
});

it("the pnpm that set-up fetches is the one that the workspace names", () => {
  const read = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));
  expect(`pnpm@${read("scripts", "pnpm", "package.json").dependencies.pnpm}`).toBe(read("package.json").packageManager);
});
