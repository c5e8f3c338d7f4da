import { describe, expect, it } from "vitest";
import { attachByName } from "./sharedOwner.js";

const live = { owner: "organization/metal/dev" };
const ours = { standing: "ours", occupied: true } as const;

describe("a create that meets its own name on a record", () => {
  it("attaches where no other stack can have it", () => {
    expect(attachByName(live, ours, false)).toEqual({ kind: "attach" });
  });

  it("asks whose the server is where another stack can, and something is installed on it", () => {
    expect(attachByName(live, ours, true)).toMatchObject({
      kind: "ask",
      remedy: expect.stringContaining("`pulumi config set ironworks:owner organization/metal/dev`"),
    });
  });

  it("attaches to an empty server, and says that it may be another stack's", () => {
    expect(attachByName(live, { ...ours, occupied: false }, true)).toMatchObject({
      kind: "attach",
      warning: expect.stringContaining("organization/metal/dev"),
    });
  });

  it("attaches without a word to what was given up", () => {
    expect(attachByName({ ...live, detached: true }, ours, true)).toEqual({ kind: "attach" });
    expect(attachByName(live, { ...ours, standing: "given-up-here" }, true)).toEqual({ kind: "attach" });
  });
});
