import { expect, it } from "vitest";
import { Random } from "../random.js";
import { type Draw, describeDraw, draw } from "./draw.js";

function draws(seed: number): Draw[] {
  const random = new Random(seed);
  return Array.from({ length: 500 }, () => draw(random, 3));
}

it("a seed alone decides", () => {
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
});

it("every phase, blow, passage and recovery is drawn", () => {
  const distinct = (of: (one: Draw) => string): number => new Set(draws(1).map(of)).size;
  expect(distinct(({ phase }) => phase)).toBe(4);
  expect(distinct(({ blow }) => blow)).toBe(9);
  expect(distinct(({ moment }) => `${moment.clock} ${moment.passage}`)).toBe(9);
  expect(distinct(({ recovery }) => recovery)).toBe(4);
  expect(distinct(({ target }) => String(target))).toBe(3);
});

it("is put into words", () => {
  expect(
    describeDraw({
      phase: "reinstall",
      target: 1,
      blow: "kill engine",
      moment: { clock: "change", count: 3, passage: "late" },
      recovery: "destroy",
      onDestroy: [{ host: "detach", machine: "deprovision" }],
    }),
  ).toBe("reinstall (host 1): kill engine at change 3, which is late; then `destroy`; onDestroy detach/deprovision");
});
