import { describe, expect, it } from "vitest";
import { isRenamed, parentsIn, type ResourceMeta, renameNotes, storedMeta, urnOf } from "./resourceMeta.js";

const meta: ResourceMeta = { resource: "BareMetalHost", version: 1, name: "u3", owner: "acme/metal/prod" };
const was = { owner: "acme/metal/dev", name: "node-3", incarnation: "i1" };

it("a URN is told from its parts, and its parents from it", () => {
  const urn = "urn:pulumi:prod::metal::acme:index:Rack$pulumi-nodejs:ironworks:BareMetalHost::u3";
  expect(parentsIn(urn, "BareMetalHost")).toBe("acme:index:Rack$");
  expect(urnOf({ ...meta, parents: "acme:index:Rack$" })).toBe(urn);
  expect(parentsIn(urnOf(meta), "BareMetalHost")).toBeUndefined();
});

describe("a rename", () => {
  it("is not stored before the server's record has it", () => {
    expect(storedMeta({ ...meta, parents: "p$" }, was, false)).toEqual({
      ...meta,
      ...was,
      parents: "p$",
      settled: false,
    });
  });

  it("is a change that the preview explains", () => {
    const stored = storedMeta(meta, was, true);
    expect(isRenamed(stored, meta)).toBe(true);
    expect(renameNotes(stored, meta)).toEqual([
      "renamed from `node-3`, comes from stack `acme/metal/dev`; that changes its record on the node and nothing else",
    ]);
    const same = storedMeta(meta, { ...was, owner: meta.owner, name: meta.name }, true);
    expect(isRenamed(same, meta)).toBe(false);
    expect(renameNotes(same, meta)).toEqual([]);
  });
});

it("a URN names the stack also where its servers are kept under a name of their own", () => {
  const meta = { resource: "BareMetalHost", version: 1, name: "node-0", owner: "team-b" } as const;
  expect(urnOf({ ...meta, stack: "app/dev" })).toBe(
    "urn:pulumi:dev::app::pulumi-nodejs:ironworks:BareMetalHost::node-0",
  );
});
