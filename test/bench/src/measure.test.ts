import { expect, it } from "vitest";
import { growthExponent, median } from "./measure.js";

it("the growth exponent is that of the function", () => {
  const sizes = [10, 100, 1_000, 10_000];
  for (const exponent of [0.5, 1, 1.05, 2]) {
    expect(growthExponent(sizes.map((size) => [size, 3 * size ** exponent]))).toBeCloseTo(exponent, 6);
  }
});

it("the median is not moved by one slow run", () => {
  expect(median([3, 1, 900])).toBe(3);
});
