import type { KubernetesObject } from "@ironworks/metal3";
import { describe, expect, it } from "vitest";
import { formatDiff } from "./formatDiff.js";
import { diffObjects, HIDDEN } from "./objectDiff.js";

function object(kind: string, name: string, content: object = {}): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace: "site" }, ...content };
}

describe("diffObjects", () => {
  it("finds nothing between equals", () => {
    const objects = [object("ConfigMap", "a", { data: { A: "1" } }), object("Secret", "b")];
    expect(diffObjects(objects, [...objects].reverse())).toEqual([]);
  });

  it("tells what to create, to change and what is not known here", () => {
    const changes = diffObjects(
      [object("ConfigMap", "a", { data: { A: "2", B: "1" } }), object("Service", "new")],
      [object("ConfigMap", "a", { data: { A: "1", C: "1" } }), object("Service", "old")],
    );
    expect(changes).toEqual([
      {
        change: "update",
        kind: "ConfigMap",
        namespace: "site",
        name: "a",
        fields: [
          { path: "data.A", before: "1", after: "2" },
          { path: "data.B", before: undefined, after: "1" },
          { path: "data.C", before: "1", after: undefined },
        ],
      },
      { change: "create", kind: "Service", namespace: "site", name: "new", fields: [] },
      { change: "absent", kind: "Service", namespace: "site", name: "old", fields: [] },
    ]);
  });

  it("compares generations of one generated object", () => {
    const [change] = diffObjects(
      [object("ConfigMap", "settings-kd6855f44h", { data: { A: "2" } })],
      [object("ConfigMap", "settings-ggk695gf9g", { data: { A: "1" } })],
    );
    expect(change).toMatchObject({
      change: "replace",
      name: "settings-kd6855f44h",
      previousName: "settings-ggk695gf9g",
      fields: [{ path: "data.A", before: "1", after: "2" }],
    });
  });

  it("calls items of lists by name, and tells a change of order", () => {
    const pod = (...names: readonly string[]) =>
      object("Pod", "p", { spec: { containers: names.map((name) => ({ name, args: ["x"] })) } });
    const changed = object("Pod", "p", {
      spec: {
        containers: [
          { name: "b", args: ["x"] },
          { name: "a", args: ["y"] },
        ],
      },
    });
    expect(diffObjects([changed], [pod("a", "b")])[0]?.fields).toEqual([
      { path: "spec.containers[a].args[0]", before: "x", after: "y" },
    ]);
    expect(diffObjects([pod("b", "a")], [pod("a", "b")])[0]?.fields[0]?.path).toBe("spec.containers (order)");
  });

  it("hides what Secrets and password files hold, and says that it differs", () => {
    const changes = diffObjects(
      [
        object("Secret", "s", { data: { p: "bmV3" } }),
        object("ConfigMap", "c", { data: { IRONIC_HTPASSWD: "u:new" } }),
      ],
      [
        object("Secret", "s", { data: { p: "b2xk" } }),
        object("ConfigMap", "c", { data: { IRONIC_HTPASSWD: "u:old" } }),
      ],
    );
    expect(changes.map(({ fields }) => fields[0]?.after)).toEqual([HIDDEN, HIDDEN]);
    expect(formatDiff(changes, 0)).not.toMatch(/bmV3|b2xk|u:new|u:old/);
  });
});

it("formats a diff for people", () => {
  const changes = diffObjects(
    [object("ConfigMap", "a", { data: { A: "2" } }), object("Service", "new")],
    [object("ConfigMap", "a", { data: { A: "1" } })],
  );
  expect(formatDiff(changes, 3)).toBe(
    [
      "~ ConfigMap a in site",
      '    ~ data.A: "1" → "2"',
      "+ Service new in site",
      "1 to create, 1 to change, 0 under a new name, 3 as they are",
      "",
    ].join("\n"),
  );
});
