import { FakeClock } from "@ironworks/driver/testing";
import { describe, expect, it } from "vitest";
import { Gather } from "./gather.js";

describe("Gather", () => {
  it("makes one call of those asked side by side, and a new one of a later question", async () => {
    const clock = new FakeClock();
    const groups: (readonly string[])[] = [];
    const gather = new Gather<string, string>(clock, (questions) => {
      groups.push(questions);
      return async (question) => question.toUpperCase();
    });
    const early = Promise.all([gather.answer("a"), gather.answer("b")]);
    await clock.advance(100);
    const late = gather.answer("c");
    await clock.advance(100);
    expect(await early).toEqual(["A", "B"]);
    expect(await late).toBe("C");
    expect(groups).toEqual([["a", "b"], ["c"]]);
  });

  it("hands a failure to each who asked", async () => {
    const clock = new FakeClock();
    const gather = new Gather<string, string>(clock, () => () => Promise.reject(new Error("no endpoint")));
    const both = Promise.allSettled([gather.answer("a"), gather.answer("b")]);
    await clock.advance(100);
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
