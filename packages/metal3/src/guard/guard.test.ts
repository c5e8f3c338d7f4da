import { describe, expect, it } from "vitest";
import { changeApproval, deleteApproval, installationName } from "./approval.js";
import { type GuardOptions, guardObjects } from "./guard.js";

interface Policy {
  readonly spec: {
    readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
    readonly validations: readonly { readonly reason: string }[];
  };
}

function policies(options?: GuardOptions): ReadonlyMap<string, Policy> {
  const found = guardObjects(options).filter(({ kind }) => kind === "ValidatingAdmissionPolicy");
  return new Map(found.map((object) => [object.metadata.name, object as unknown as Policy]));
}

// Whether the API server refuses and lets pass what it should is shown on a real one, in test/cluster.
describe("the guard", () => {
  it("is policies, each with a binding of its name", () => {
    const objects = guardObjects();
    const kinds = ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
    const names = ["ironworks-hosts", "ironworks-host-containers", "ironworks-host-namespaces"];
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
      names.flatMap((name) => kinds.map((kind) => `${kind} ${name}`)),
    );
    expect(objects).toEqual(guardObjects({}));
  });

  it("takes exemptions into every policy that refuses, quoted", () => {
    for (const [name, { spec }] of policies({ exempt: ["capm3", 'a "b"'], createWithImage: "refuse" })) {
      const exempt = spec.matchConditions.filter((condition) => condition.name === "not-exempt");
      const expected = '!(request.userInfo.username in ["capm3", "a \\"b\\""])';
      expect([name, exempt.map(({ expression }) => expression)]).toEqual([
        name,
        name === "ironworks-host-namespaces" ? [] : [expected],
      ]);
    }
  });

  it("refuses hosts that are created with an image when asked", () => {
    expect(policies().has("ironworks-installs")).toBe(false);
    expect(policies({ createWithImage: "refuse" }).has("ironworks-installs")).toBe(true);
  });
});

describe("an approval", () => {
  it.each([
    [deleteApproval("u-1"), "delete:u-1"],
    [changeApproval("raid", 7), "raid@7"],
    [changeApproval("image", 7, installationName({})), "image@7:none"],
    [changeApproval("image", 7, installationName({ image: { url: "https://a/b.iso" } })), "image@7:https://a/b.iso"],
    [installationName({ image: { url: "https://a/b", checksum: "e3" } }), "https://a/b#e3"],
    [installationName({ image: { url: "https://a/b" }, customDeploy: { method: "install_coreos" } }), "install_coreos"],
  ])("is %s", (text, expected) => expect(text).toBe(expected));
});
