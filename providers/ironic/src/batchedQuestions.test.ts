import { FakeClock } from "@ironworks/driver/testing";
import { describe, expect, it } from "vitest";
import { BatchedQuestions } from "./batchedQuestions.js";

describe("Gather", () => {
  it("makes one call of those asked side by side, and a new one of a later question", async () => {
    const clock = new FakeClock();
    const groups: (readonly string[])[] = [];
    const batched = new BatchedQuestions<string, string>(clock, (questions) => {
      groups.push(questions);
      return async (question) => question.toUpperCase();
    });
    const early = Promise.all([batched.answer("a"), batched.answer("b")]);
    await clock.advance(100);
    const late = batched.answer("c");
    await clock.advance(100);
    expect(await early).toEqual(["A", "B"]);
    expect(await late).toBe("C");
    expect(groups).toEqual([["a", "b"], ["c"]]);
  });

  it("hands a failure to each who asked", async () => {
    const clock = new FakeClock();
    const batched = new BatchedQuestions<string, string>(clock, () => () => Promise.reject(new Error("no endpoint")));
    const both = Promise.allSettled([batched.answer("a"), batched.answer("b")]);
    await clock.advance(100);
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  });
});
