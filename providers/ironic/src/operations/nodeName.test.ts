import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeName } from "./nodeName.js";

describe("nodeName", () => {
  it("is readable", () => {
    expect(nodeName("node-0", "acme/metal/prod")).toBe("node-0~acme.metal.prod");
  });

  it("satisfies Ironic's rules for any host and owner", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1, maxLength: 400 }), (hostId, owner) => {
        const name = nodeName(hostId, owner);
        expect(name).toMatch(/^[A-Za-z0-9._~-]{1,200}$/);
        expect(name).toContain("~");
      }),
    );
  });

  it("differs for each host of each stack", () => {
    const id = fc.stringMatching(/^[a-z~.\- /äÄ]{1,12}$/);
    fc.assert(
      fc.property(id, id, id, id, (hostA, ownerA, hostB, ownerB) => {
        fc.pre(hostA !== hostB || ownerA !== ownerB);
        expect(nodeName(hostA, ownerA)).not.toBe(nodeName(hostB, ownerB));
      }),
      { examples: [["a", "x/y.z", "a", "x.y/z"]] },
    );
  });
});
