import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newIncarnation, ownerText, sameAttach, sameOwner } from "./ownership.js";

const stamp = fc.record({ owner: fc.string(), hostId: fc.string(), incarnation: fc.string() });

describe("ownership", () => {
  it("an attach is the same only when all three are equal", () => {
    fc.assert(
      fc.property(stamp, stamp, (a, b) => {
        const equal = a.owner === b.owner && a.hostId === b.hostId && a.incarnation === b.incarnation;
        expect(sameAttach(a, b)).toBe(equal);
        expect(sameAttach(a, { ...a })).toBe(true);
        expect(sameAttach(a, { ...a, incarnation: `${a.incarnation}x` })).toBe(false);
        expect(sameOwner(a, { owner: a.owner, hostId: a.hostId })).toBe(true);
        expect(sameOwner(a, { owner: a.owner, hostId: `${a.hostId}x` })).toBe(false);
      }),
    );
  });

  it("never repeats an incarnation", () => {
    const many = new Set(Array.from({ length: 1000 }, newIncarnation));
    expect(many.size).toBe(1000);
  });

  it("names the owner", () => {
    expect(ownerText({ owner: "acme/metal/prod", hostId: "node-0" })).toBe("stack `acme/metal/prod`, as `node-0`");
  });
});
