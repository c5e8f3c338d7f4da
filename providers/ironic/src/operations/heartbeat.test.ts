import { expect, it } from "vitest";
import { heartbeatSign } from "./heartbeat.js";

it("says when the ramdisk was last heard", () => {
  expect(heartbeatSign(40, 200)).toEqual({ text: "last heartbeat 40s ago" });
});

it("does not count what came before this boot or this run", () => {
  expect(heartbeatSign(undefined, 200)).toEqual({ text: "no heartbeat yet" });
  expect(heartbeatSign(86_400, 200)).toEqual({ text: "no heartbeat yet" });
});

it("names an agent silent once it is later than any agent is", () => {
  expect(heartbeatSign(299, 1_000).stuck).toBeUndefined();
  expect(heartbeatSign(540, 1_000)).toEqual({
    text: "last heartbeat 9m ago",
    stuck: { news: "silent 9m", cause: expect.stringMatching(/^the agent is silent: /) },
  });
});
