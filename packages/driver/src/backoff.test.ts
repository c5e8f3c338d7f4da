import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff } from "./backoff.js";

const take = (count: number, pauses: Iterator<number>): number[] =>
  Array.from({ length: count }, () => pauses.next().value ?? Number.NaN);

describe("backoff", () => {
  it("doubles up to the maximum", () => {
    const pauses = backoff({ baseMs: 500, maxMs: 5000, jitter: 0 });
    expect(take(6, pauses)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });

  it("stays within the jitter share of the exact pause, for any settings", () => {
    const settings = fc.record({
      baseMs: fc.integer({ min: 1, max: 10_000 }),
      maxMs: fc.integer({ min: 1, max: 60_000 }),
      factor: fc.double({ min: 1, max: 4, noNaN: true }),
      jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(settings, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (options, share) => {
        const exact = take(12, backoff({ ...options, jitter: 0 }));
        const jittered = take(12, backoff({ ...options, random: () => share }));
        for (const [index, pause] of jittered.entries()) {
          const full = exact[index] ?? Number.NaN;
          expect(pause).toBeLessThanOrEqual(full);
          expect(pause).toBeGreaterThanOrEqual(full * (1 - options.jitter) - 1e-6);
          expect(full).toBeLessThanOrEqual(options.maxMs);
        }
        for (let index = 1; index < exact.length; index++) {
          expect(exact[index]).toBeGreaterThanOrEqual(exact[index - 1] ?? 0);
        }
      }),
    );
  });
});
