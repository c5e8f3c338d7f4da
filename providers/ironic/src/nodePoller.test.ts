import { FakeClock } from "@ironworks/driver/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { IronicError } from "./api/ironicError.js";
import type { NodeSummary } from "./api/node.js";
import { NodePoller, type Pace, type Sighting } from "./nodePoller.js";

const pace: Pace = { firstMs: 2000, slowestMs: 5000 };

let clock: FakeClock;
let lists: number[];
let nodes: Map<string, string>;
let failing: Error | undefined;
let latencyMs: number;
let poller: NodePoller;

beforeEach(() => {
  clock = new FakeClock();
  lists = [];
  nodes = new Map();
  failing = undefined;
  latencyMs = 0;
  poller = new NodePoller(async () => {
    lists.push(clock.now());
    const shown = [...nodes].map(([uuid, provision_state]) => ({ uuid, provision_state }) as NodeSummary);
    if (latencyMs > 0) {
      await new Promise<void>((resolve) => clock.after(latencyMs, resolve));
    }
    if (failing) {
      throw failing;
    }
    return shown;
  }, clock);
});

interface Waiter {
  readonly states: (string | undefined)[];
  readonly troubles: Error[];
  readonly warnings: string[];
  readonly failures: unknown[];
  stop(): void;
}

function wait(uuid: string, until?: string, waiterPace: Pace = pace): Waiter {
  const states: (string | undefined)[] = [];
  const troubles: Error[] = [];
  const warnings: string[] = [];
  const failures: unknown[] = [];
  const stop = poller.watch(
    uuid,
    waiterPace,
  )({
    next: (node: Sighting) => {
      states.push(node?.provision_state);
      if (until !== undefined && node?.provision_state === until) {
        stop();
      }
    },
    trouble: (error) => troubles.push(error),
    warn: (message) => warnings.push(message),
    fail: (error) => {
      failures.push(error);
      stop();
    },
  });
  return { states, troubles, warnings, failures, stop };
}

describe("NodePoller", () => {
  it("asks nothing while nobody waits, and stops when the last waiter has gone", async () => {
    await clock.advance(60_000);
    expect(lists).toEqual([]);
    nodes.set("a", "manageable");
    wait("a", "manageable");
    await clock.advance(60_000);
    expect(lists).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("answers all waiters from one list", async () => {
    for (const uuid of ["a", "b", "c"]) {
      nodes.set(uuid, "manageable");
    }
    const waiters = ["a", "b", "c", "lost"].map((uuid) => wait(uuid));
    await clock.advance(2000);
    expect(lists).toEqual([2000]);
    expect(waiters.map(({ states }) => states)).toEqual([["manageable"], ["manageable"], ["manageable"], [undefined]]);
  });

  it("slows down to 5 s while nothing moves, and is quick again after a change", async () => {
    nodes.set("a", "deploying");
    wait("a");
    await clock.advance(20_000);
    expect(lists).toEqual([2000, 4000, 7000, 11_500, 16_500]);
    nodes.set("a", "wait call-back");
    await clock.advance(4_000);
    expect(lists.slice(5)).toEqual([21_500, 23_500]);
  });

  it("wakes for a new waiter, but never within a second of the last list", async () => {
    nodes.set("a", "deploying");
    wait("a");
    await clock.advance(11_600);
    const before = lists.length;
    wait("b", undefined, { firstMs: 0, slowestMs: 5000 });
    await clock.advance(1_200);
    expect(lists.slice(before)).toEqual([12_650]);
  });

  it("lets a crowd share its lists", async () => {
    for (let at = 0; at < 10; at++) {
      wait(`node-${at}`, undefined, { firstMs: 0, slowestMs: 1000 });
    }
    await clock.advance(10_000);
    const gaps = lists.slice(1).map((at, index) => at - (lists[index] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([2350]));
  });

  it("does not count a list that was requested before the waiter came", async () => {
    latencyMs = 500;
    nodes.set("a", "manageable");
    wait("a");
    await clock.advance(2100);
    const late = wait("a", undefined, { firstMs: 0, slowestMs: 5000 });
    nodes.set("a", "inspecting");
    await clock.advance(500);
    expect(lists).toEqual([2000]);
    expect(late.states).toEqual([]);
    await clock.advance(4000);
    expect(late.states[0]).toBe("inspecting");
  });

  it("leaves a slow endpoint time between lists", async () => {
    latencyMs = 1000;
    nodes.set("a", "deploying");
    wait("a", undefined, { firstMs: 0, slowestMs: 1000 });
    await clock.advance(20_000);
    const gaps = lists.slice(1).map((at, index) => at - (lists[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000);
  });

  it("looks again soon, however slow a list was", async () => {
    nodes.set("a", "manageable");
    latencyMs = 390_000;
    wait("a");
    await clock.advance(392_000);
    expect(lists).toHaveLength(1);
    await clock.advance(30_000);
    expect(lists).toHaveLength(2);
  });

  it("goes on through a restart of the endpoint, telling of the trouble", async () => {
    nodes.set("a", "deploying");
    const waiter = wait("a", "active");
    failing = new IronicError("IRONIC_UNREACHABLE", { message: "refused", remedy: "none" });
    await clock.advance(30_000);
    expect(waiter.troubles.length).toBeGreaterThan(3);
    failing = undefined;
    nodes.set("a", "active");
    await clock.advance(6_000);
    expect(waiter.states).toEqual(["active"]);
    expect(clock.pending).toBe(0);
  });

  it("gives up when the endpoint stays away for five minutes", async () => {
    const waiter = wait("a");
    failing = new IronicError("IRONIC_UNREACHABLE", { message: "refused", remedy: "none" });
    await clock.advance(290_000);
    expect(waiter.failures).toEqual([]);
    await clock.advance(30_000);
    expect(waiter.failures).toEqual([failing]);
    expect(clock.pending).toBe(0);
  });

  describe("an endpoint that answered, and then turns everybody away", () => {
    const odd = [
      new IronicError("IRONIC_NOT_FOUND", { message: "default backend - 404", remedy: "none", status: 404 }),
      new IronicError("IRONIC_UNAUTHORIZED", {
        message: "Incorrect username or password",
        remedy: "none",
        status: 401,
      }),
      new IronicError("IRONIC_NOT_IRONIC", { message: "HTML came", remedy: "none", status: 200 }),
    ];

    it.each(odd)("is asked again for a while: $code", async (error) => {
      nodes.set("a", "deploying");
      const waiter = wait("a", "active");
      const other = wait("b");
      await clock.advance(10_000);
      failing = error;
      await clock.advance(20_000);
      expect(waiter.failures).toEqual([]);
      expect(waiter.troubles.length).toBeGreaterThan(1);
      failing = undefined;
      nodes.set("a", "active");
      await clock.advance(6_000);
      expect(waiter.states.at(-1)).toBe("active");
      expect([...waiter.warnings, ...other.warnings]).toEqual([expect.stringContaining(error.detail)]);
    });

    it.each(odd)("ends the waits when it stays so, and says since when: $code", async (error) => {
      nodes.set("a", "deploying");
      const waiter = wait("a");
      await clock.advance(10_000);
      failing = error;
      await clock.advance(120_000);
      expect(waiter.failures).toMatchObject([{ code: error.code, status: error.status, cause: error }]);
      expect(String(waiter.failures[0])).toMatch(/answered before.*next: find out what/);
      expect(clock.pending).toBe(0);
    });

    it("begins to count with the first of such answers, not with an earlier loss of the connection", async () => {
      nodes.set("a", "deploying");
      const waiter = wait("a", "active");
      await clock.advance(10_000);
      failing = new IronicError("IRONIC_UNREACHABLE", { message: "refused", remedy: "none" });
      await clock.advance(100_000);
      failing = odd[0];
      await clock.advance(30_000);
      expect(waiter.failures).toEqual([]);
    });
  });

  it("fails at once where waiting cannot help, as the endpoint has never answered", async () => {
    const waiter = wait("a");
    failing = new IronicError("IRONIC_UNAUTHORIZED", { message: "wrong password", remedy: "none" });
    await clock.advance(2000);
    expect(waiter.failures).toEqual([failing]);
    expect(lists).toHaveLength(1);
  });
});
