import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdingOf, newIncarnation, ownerText, type Stamp, standingOf } from "./ownership.js";

const owner = fc.constantFrom("acme/metal/prod", "acme/metal/dev", "other/metal/prod");
const name = fc.constantFrom("node-0", "node-1");
const named = fc.record({ owner, name });
const stamp = fc.record({ owner, name, incarnation: fc.constantFrom("i1", "i2"), detached: fc.boolean() });

const stored: Stamp = { owner: "acme/metal/prod", name: "node-3", incarnation: "i1" };

describe("holdingOf", () => {
  it.each<[string, Partial<Stamp> & { wanted?: Partial<Stamp> }, ReturnType<typeof holdingOf>]>([
    ["as stored", {}, { held: true, due: false }],
    ["renamed in the program", { wanted: { name: "rack1-u3" } }, { held: true, due: true }],
    ["renamed, and written already", { name: "rack1-u3", wanted: { name: "rack1-u3" } }, { held: true, due: false }],
    ["the stack renamed", { wanted: { owner: "acme/metal/live" } }, { held: true, due: true }],
    [
      "the stack renamed, and written already by a run that broke off",
      { owner: "acme/metal/live", wanted: { owner: "acme/metal/live" } },
      { held: true, due: false },
    ],
    ["under a name of which the state knows nothing", { name: "rack1-u3" }, { held: true, due: true }],
    ["given up, and taken by nobody", { detached: true }, { held: true, due: true }],
    ["attached to again", { incarnation: "i2" }, { held: false, why: "newer" }],
    [
      "attached to again, renamed here",
      { incarnation: "i2", wanted: { name: "rack1-u3" } },
      { held: false, why: "newer" },
    ],
    ["another resource's", { incarnation: "i2", name: "node-9" }, { held: false, why: "sibling" }],
    ["another stack's", { owner: "acme/metal/dev" }, { held: false, why: "elsewhere" }],
    [
      "another stack's, which has another name for this one",
      { owner: "acme/metal/dev", wanted: { owner: "acme/metal/live" } },
      { held: false, why: "elsewhere" },
    ],
  ])("%s", (_what, { wanted, ...live }, holding) => {
    expect(holdingOf({ ...stored, ...live }, stored, { ...stored, ...wanted })).toEqual(holding);
  });

  it("holds nothing without a record", () => {
    expect(holdingOf(undefined, stored)).toEqual({ held: false, why: "unrecorded" });
  });

  it("never holds on another incarnation, nor what a third stack holds", () => {
    fc.assert(
      fc.property(stamp, stamp, named, (live, kept, wanted) => {
        const holding = holdingOf(live, kept, wanted);
        if (live.incarnation !== kept.incarnation || (live.owner !== kept.owner && live.owner !== wanted.owner)) {
          expect(holding.held).toBe(false);
        }
      }),
    );
  });

  it("once written as wanted, nothing is due, for the run that goes on and for the next one", () => {
    fc.assert(
      fc.property(stamp, stamp, named, (live, kept, wanted) => {
        if (!holdingOf(live, kept, wanted).held) {
          return;
        }
        const written: Stamp = { ...wanted, incarnation: live.incarnation };
        expect(holdingOf(written, kept, wanted)).toEqual({ held: true, due: false });
        expect(holdingOf(written, written)).toEqual({ held: true, due: false });
      }),
    );
  });

  it("of two stacks with one state, only the one that updated last holds", () => {
    const moved = { owner: "acme/metal/dev", name: "node-3" };
    expect(holdingOf(stored, stored, moved)).toEqual({ held: true, due: true });
    const written: Stamp = { ...moved, incarnation: "i1" };
    expect(holdingOf(written, stored)).toEqual({ held: false, why: "elsewhere" });
  });
});

describe("standingOf", () => {
  it("tells by owner, name and whether somebody holds it", () => {
    const wanted = { owner: "acme/metal/prod", name: "node-3" };
    const of = (live: object) => standingOf({ ...wanted, ...live }, wanted);
    expect(of({})).toBe("ours");
    expect(of({ detached: true })).toBe("ours");
    expect(of({ name: "x" })).toBe("held-here");
    expect(of({ name: "x", detached: true })).toBe("given-up-here");
    expect(of({ owner: "x" })).toBe("held-elsewhere");
    expect(of({ owner: "x", detached: true })).toBe("given-up-elsewhere");
  });
});

it("an incarnation is never repeated", () => {
  const many = new Set(Array.from({ length: 1000 }, newIncarnation));
  expect(many.size).toBe(1000);
});

it("names the owner", () => {
  expect(ownerText({ owner: "acme/metal/prod", hostId: "node-0" })).toBe("stack `acme/metal/prod`, as `node-0`");
});
