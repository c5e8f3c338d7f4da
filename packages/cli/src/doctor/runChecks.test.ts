import { describe, expect, it } from "vitest";
import type { Check, Job, World } from "./check.js";
import { verdictsOn } from "./finding.js";
import { runChecks } from "./runChecks.js";

const WORLD: World = {
  target: { endpoints: [], hosts: [], files: [], objects: [], notes: [] },
  readers: [],
  timeoutMs: 1,
  now: 0,
};

const check = (id: string, ...jobs: readonly Job[]): Check => ({ id, title: id, jobs: () => jobs });

describe("checks", () => {
  it("keep their order, whichever is done first, and never more of them run than allowed", async () => {
    let running = 0;
    let most = 0;
    const job = (subject: string, turns: number): Job => ({
      subject,
      async run() {
        running += 1;
        most = Math.max(most, running);
        for (let turn = 0; turn < turns; turn++) {
          await Promise.resolve();
        }
        running -= 1;
        return [verdictsOn(subject, "here").ok("well")];
      },
    });
    const jobs = Array.from({ length: 20 }, (_, at) => job(`n${at}`, 40 - at));
    const findings = await runChecks([check("a", ...jobs), check("b", job("last", 1))], WORLD, {
      parallel: 3,
      limitMs: 10_000,
    });
    expect(findings.map(({ subject }) => subject)).toEqual([...jobs.map(({ subject }) => subject), "last"]);
    expect(findings.at(-1)?.check).toBe("b");
    expect(most).toBe(3);
  });

  it("that hang or fail are findings, and stop nobody else", async () => {
    const hangs: Job = { subject: "hangs", run: () => new Promise(() => undefined) };
    const fails: Job = { subject: "fails", run: () => Promise.reject(new Error("odd")) };
    const findings = await runChecks([check("a", hangs, fails)], WORLD, { parallel: 1, limitMs: 20 });
    expect(findings).toMatchObject([
      { subject: "hangs", status: "error", next: expect.stringContaining("--timeout") },
      { subject: "fails", status: "error", seen: expect.stringContaining("odd") },
    ]);
  });
});
