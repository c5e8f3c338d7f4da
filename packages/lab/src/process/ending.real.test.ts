import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive } from "./isAlive.js";

const REPOSITORY = join(__dirname, "..", "..", "..", "..");
const LIMIT_MS = 10_000;

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
    return { lab: { ...said, all: [said.pid, ...(await descendants(said.pid))] }, fail: () => shell.stdin.write("x") };
  }

  async function expectNothingLeft(lab: Running): Promise<void> {
    expect(lab.all.length).toBeGreaterThanOrEqual(5);
    const deadline = Date.now() + LIMIT_MS;
    let left = lab.all;
    while (left.length > 0 && Date.now() < deadline) {
      left = (await Promise.all(left.map(async (pid) => ((await isAlive(pid)) ? [pid] : [])))).flat();
    }
    expect(left).toEqual([]);
    expect(await Promise.all(lab.ports.map(isOpen))).toEqual(lab.ports.map(() => false));
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

/** Children of a process and theirs. Ironic's worker and every BMC are in sessions of their own, but still descend. */
async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, "utf8").catch(() => "") : "";
    const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
    if (parent !== undefined) {
      parents.set(Number(name), Number(parent));
    }
  }
  const found = [pid];
  for (const next of found) {
    found.push(...[...parents].filter(([, parent]) => parent === next).map(([child]) => child));
  }
  return found.slice(1);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("connect", () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}
