import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PodLayer } from "../releases/pod.js";
import { layerPod } from "./podLayer.js";

const pod: PodLayer = {
  hostNetwork: true,
  containers: [
    { name: "a", env: [{ name: "X", value: "1" }], args: ["--old"], livenessProbe: { periodSeconds: 30 } },
    { name: "b", volumeMounts: [{ name: "data", mountPath: "/shared" }] },
  ],
  volumes: [{ name: "data", emptyDir: {} }],
};

describe("layerPod", () => {
  it("puts what the layer names first and merges it", () => {
    const layered = layerPod(pod, {
      containers: [
        { name: "new" },
        {
          name: "b",
          env: [{ name: "Y", value: "2" }],
          volumeMounts: [{ name: "cert", mountPath: "/certs", readOnly: true }],
        },
      ],
    });
    expect(layered.containers?.map(({ name }) => name)).toEqual(["new", "b", "a"]);
    expect(layered.containers?.[1]).toEqual({
      name: "b",
      env: [{ name: "Y", value: "2" }],
      volumeMounts: [
        { name: "cert", mountPath: "/certs", readOnly: true },
        { name: "data", mountPath: "/shared" },
      ],
    });
  });

  it("merges maps and replaces lists without a key", () => {
    const layered = layerPod(pod, {
      containers: [{ name: "a", args: ["--new"], livenessProbe: { exec: { command: ["true"] } } }],
    });
    expect(layered.containers?.[0]).toEqual({
      name: "a",
      env: [{ name: "X", value: "1" }],
      args: ["--new"],
      livenessProbe: { periodSeconds: 30, exec: { command: ["true"] } },
    });
    expect(layered.volumes).toEqual(pod.volumes);
  });

  const names = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
  const layers = names.map((list): PodLayer => ({ containers: list.map((name) => ({ name, args: [name] })) }));

  it("loses nothing, adds nothing else, and does the same twice as once", () => {
    fc.assert(
      fc.property(layers, layers, (base, layer) => {
        const once = layerPod(base, layer);
        const all = new Set([...(base.containers ?? []), ...(layer.containers ?? [])].map(({ name }) => name));
        expect(new Set(once.containers?.map(({ name }) => name))).toEqual(all);
        expect(once.containers).toHaveLength(all.size);
        expect(layerPod(once, layer)).toEqual(once);
      }),
    );
  });
});
