import { OperationError, type Progress } from "@ironworks/core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Sign } from "./progress.js";
import { RunningOperation } from "./runningOperation.js";
import { FakeClock } from "./testing/fakeClock.js";
import { type Observer, waitFor } from "./wait.js";

interface Seen {
  readonly state: string;
  readonly step?: string;
}

let clock: FakeClock;
let lines: Progress[];
let abort: AbortController;
let observer: Observer<Seen> | undefined;
let stopped: number;
let sign: () => Promise<Sign | undefined>;

beforeEach(() => {
  clock = new FakeClock();
  lines = [];
  abort = new AbortController();
  observer = undefined;
  stopped = 0;
  sign = () => Promise.resolve(undefined);
});

function start(): Promise<string> {
  const context = {
    signal: abort.signal,
    report: (line: Progress) => lines.push(line),
    budgets: { deploy: { softSeconds: 10, hardSeconds: 60 } },
  };
  const operation = new RunningOperation("node-0", context, clock);
  return waitFor<Seen, string>(operation, {
    phase: "deploy",
    watch: (given) => {
      observer = given;
      return () => {
        stopped += 1;
      };
    },
    judge: (seen) => {
      if (seen.state === "deploy failed") {
        throw new Error("it failed");
      }
      return seen.state === "active" ? { done: true, result: "ok" } : { done: false, ...seen };
    },
    sign: () => sign(),
    likelyCause: (waiting) => `the ramdisk does not call back from \`${waiting.state}\``,
  });
}

async function failureOf(promise: Promise<unknown>): Promise<OperationError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OperationError);
  return error as OperationError;
}

describe("waitFor", () => {
  it("resolves when judged done, stops looking, and leaves no timer", async () => {
    const done = start();
    observer?.next({ state: "deploying" });
    observer?.next({ state: "active" });
    await expect(done).resolves.toBe("ok");
    expect(stopped).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("reports one line a change, with elapsed and expected", async () => {
    const done = start();
    observer?.next({ state: "deploying" });
    await clock.advance(2000);
    observer?.next({ state: "deploying" });
    observer?.next({ state: "wait call-back", step: "deploy.write_image" });
    observer?.next({ state: "wait call-back", step: "deploy.write_image" });
    observer?.next({ state: "active" });
    await done;
    expect(lines.map((line) => line.message)).toEqual(["deploying 0s/~10m", "write_image 2s/~10m"]);
  });

  it("warns once after the soft budget, with the time in the state and the likely cause", async () => {
    const done = start();
    await clock.advance(4000);
    observer?.next({ state: "wait call-back" });
    await clock.advance(20_000);
    const warnings = lines.filter((line) => line.kind === "warning");
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toBe(
      "deploy takes longer than 10s: `wait call-back` for 6s; likely the ramdisk does not call back from `wait call-back`",
    );
    observer?.next({ state: "active" });
    await done;
  });

  it("repeats the line while nothing changes, with what is known, and marks it past the soft budget", async () => {
    const done = start();
    observer?.next({ state: "wait call-back" });
    sign = () => Promise.resolve({ text: `last heartbeat ${clock.now() / 1000}s ago` });
    await clock.advance(5_000);
    sign = () => Promise.reject(new Error("busy"));
    await clock.advance(10_000);
    const info = lines.filter(({ kind }) => kind === "info").map(({ message }) => message);
    expect(info).toEqual([
      "wait call-back 0s/~10m",
      "wait call-back 3s/~10m · last heartbeat 2.5s ago",
      "wait call-back 5s/~10m · last heartbeat 5s ago",
      "wait call-back 8s/~10m",
      "⚠ wait call-back 10s/~10m",
      "⚠ wait call-back 13s/~10m",
    ]);
    // Five quick ones, then one for every five.
    await clock.advance(12_000);
    expect(lines.filter(({ kind }) => kind === "info")).toHaveLength(7);
    observer?.next({ state: "active" });
    await done;
    expect(clock.pending).toBe(0);
  });

  it("says that looking fails while it does", async () => {
    const done = start();
    observer?.next({ state: "deploying" });
    observer?.trouble(new Error("connection refused"));
    await clock.advance(2_600);
    expect(lines.at(-1)?.message).toBe("deploying 3s/~10m · no answer");
    observer?.next({ state: "active" });
    await done;
  });

  it("warns before the soft budget where the route shows why nothing moves, once", async () => {
    const done = failureOf(start());
    observer?.next({ state: "wait call-back", step: "deploy.write_image" });
    const stuck = { news: "silent 9m", cause: "the agent is silent" };
    sign = () => Promise.resolve({ text: "last heartbeat 9m ago", stuck });
    await clock.advance(3_000);
    expect(lines.slice(-2).map(({ kind, message }) => [kind, message])).toEqual([
      ["info", "⚠ silent 9m · write_image 3s/~10m"],
      [
        "warning",
        "deploy does not move: `wait call-back` at deploy.write_image for 3s, last heartbeat 9m ago; likely the agent is silent",
      ],
    ]);
    await clock.advance(60_000);
    expect(lines.filter(({ kind }) => kind === "warning")).toHaveLength(1);
    const { message } = await done;
    expect(message).toContain("last heartbeat 9m ago; the server was not stopped");
    expect(message).toContain("likely the agent is silent; then run again");
  });

  it("ends at the hard budget though the last question gets no answer", async () => {
    const done = failureOf(start());
    observer?.next({ state: "wait call-back" });
    sign = () => new Promise(() => undefined);
    await clock.advance(66_000);
    expect((await done).failure.failureClass).toBe("timeout");
    expect(clock.pending).toBe(0);
  });

  it("stops waiting after the hard budget, with class timeout and the disks", async () => {
    const done = failureOf(start());
    observer?.next({ state: "wait call-back" });
    const trouble = new Error("connection refused");
    observer?.trouble(trouble);
    await clock.advance(61_000);
    const error = await done;
    expect(error.failure).toMatchObject({ failureClass: "timeout", phase: "deploy" });
    expect(error.cause).toBe(trouble);
    expect(error.message).toContain("the server was not stopped");
    expect(stopped).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it("stops when the caller aborts, and says that the server goes on", async () => {
    const done = failureOf(start());
    observer?.next({ state: "deploying" });
    abort.abort();
    const error = await done;
    expect(error.failure).toMatchObject({ failureClass: "cancelled" });
    expect(error.message).toContain("in state `deploying`; the server goes on");
    expect(clock.pending).toBe(0);
  });

  it("does not start looking when the caller has already aborted", async () => {
    abort.abort();
    const error = await failureOf(start());
    expect(error.failure.failureClass).toBe("cancelled");
    expect(observer).toBeUndefined();
  });

  it("ends with what `judge` throws, and with a failed look", async () => {
    const judged = start();
    observer?.next({ state: "deploy failed" });
    await expect(judged).rejects.toThrow("it failed");
    const failed = start();
    observer?.fail(new Error("401"));
    await expect(failed).rejects.toThrow("401");
    expect(stopped).toBe(2);
    expect(clock.pending).toBe(0);
  });
});
