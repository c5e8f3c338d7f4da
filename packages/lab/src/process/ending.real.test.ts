import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive } from "./isAlive.js";
import { descendants, isOpen } from "./processes.testkit.js";

const REPOSITORY = join(__dirname, "..", "..", "..", "..");
const LIMIT_MS = 60_000;

interface Running {
  /** Process id of the lab's own process, not of a shell before it. */
  readonly pid: number;
  /** Every process of the lab, that one included. */
  readonly all: readonly number[];
  readonly ports: readonly number[];
  readonly folder: string;
}

/** A program of a user that runs a lab, started through a shell, as npm does. */
const PROGRAM = `
const { Lab } = require(process.argv[2]);
Lab.start({ hosts: 1 }).then((lab) => {
  const ports = [new URL(lab.endpoint).port, new URL(lab.hosts[0].bmc.address.split("+")[1]).port].map(Number);
  console.log(JSON.stringify({ pid: process.pid, ports, folder: lab.folder }));
  process.stdin.on("data", () => { throw new Error("the program of the user fails"); });
});
`;

describe("the end of a lab", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ironworks-test-"));
    await writeFile(join(folder, "program.cjs"), PROGRAM);
    // A process of its own runs what is built, not the sources.
    await promisify(execFile)(join(REPOSITORY, "node_modules", ".bin", "tsc"), ["-b", "packages/lab"], {
      cwd: REPOSITORY,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function startProgram(): Promise<{ readonly lab: Running; fail(): void }> {
    const built = join(REPOSITORY, "packages", "lab", "dist", "index.js");
    const shell = spawn("sh", ["-c", `node ${join(folder, "program.cjs")} ${built}; exit`], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    });
    const [line] = (await new Promise<string[]>((resolve, reject) => {
      createInterface(shell.stdout).once("line", (text) => resolve([text]));
      shell.once("close", () => reject(new Error("the program ended before its lab was ready")));
    })) as [string];
    const said = JSON.parse(line) as Omit<Running, "all">;
    const all = [said.pid, ...(await descendants(said.pid)).map(({ pid }) => pid)];
    return { lab: { ...said, all }, fail: () => shell.stdin.write("x") };
  }

  async function expectNothingLeft(lab: Running): Promise<void> {
    expect(lab.all.length).toBeGreaterThanOrEqual(5);
    const deadline = Date.now() + LIMIT_MS;
    let left = lab.all;
    while (left.length > 0 && Date.now() < deadline) {
      left = (await Promise.all(left.map(async (pid) => ((await isAlive(pid)) ? [pid] : [])))).flat();
      await sleep(50);
    }
    expect(left).toEqual([]);
    // A process is listed as ended while its last threads still hold its sockets.
    const open = () => Promise.all(lab.ports.map(isOpen));
    await expect.poll(open, { timeout: LIMIT_MS }).toEqual(lab.ports.map(() => false));
    await rm(lab.folder, { recursive: true, force: true });
  }

  it("comes with SIGKILL of the process that runs it", async () => {
    const { lab } = await startProgram();
    process.kill(lab.pid, "SIGKILL");
    await expectNothingLeft(lab);
  });

  it("comes with an exception in the process that runs it", async () => {
    const { lab, fail } = await startProgram();
    fail();
    await expectNothingLeft(lab);
  });
});
