import { describe, expect, it } from "vitest";
import { sleep, systemClock } from "./clock.js";
import { FakeClock } from "./testing/fakeClock.js";

describe("sleep", () => {
  it("resolves when its time has come, not before", async () => {
    const clock = new FakeClock();
    let done = false;
    const slept = sleep(clock, 1000).then(() => {
      done = true;
    });
    await clock.advance(999);
    expect(done).toBe(false);
    await clock.advance(1);
    await slept;
    expect(done).toBe(true);
  });

  it("rejects with the signal's reason and leaves no timer", async () => {
    const clock = new FakeClock();
    const abort = new AbortController();
    const slept = sleep(clock, 1000, abort.signal);
    abort.abort(new Error("enough"));
    await expect(slept).rejects.toThrow("enough");
    expect(clock.pending).toBe(0);
    await expect(sleep(clock, 1, abort.signal)).rejects.toThrow("enough");
  });

  it("of more than a timer takes does not end at once on the system clock", async () => {
    const abort = new AbortController();
    const slept = sleep(systemClock, 2 ** 32, abort.signal);
    await sleep(systemClock, 20);
    abort.abort(new Error("still waiting"));
    await expect(slept).rejects.toThrow("still waiting");
  });

  it("works on the system clock", async () => {
    const before = systemClock.now();
    await sleep(systemClock, 5);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });
});
