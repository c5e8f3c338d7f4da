import { describe, expect, it } from "vitest";
import { contentHash, goJson } from "./contentHash.js";

/** Suffixes are what `kustomize build` (v5.8.1) gives generated objects of this content. */
describe("contentHash", () => {
  it("gives the suffixes of kustomize", () => {
    expect(contentHash({ kind: "Secret", type: "Opaque", data: { password: "Y2hhbmdlbWU=" } })).toBe("ftkgc8tmkc");
    expect(contentHash({ kind: "ConfigMap", data: { A: "" } })).toBe("k2f9d8k5f7");
    expect(contentHash({ kind: "ConfigMap", data: { A: "<a>&b", B: "\u2028x", C: "ü" } })).toBe("kcmt5822cb");
  });

  it("depends on content and type, and on neither order nor name", () => {
    const object = { kind: "ConfigMap", data: { A: "1", B: "2" } };
    const hash = contentHash(object);
    expect(contentHash({ ...object, metadata: { name: "other" } })).toBe(hash);
    expect(contentHash({ kind: "ConfigMap", data: { B: "2", A: "1" } })).toBe(hash);
    expect(contentHash({ kind: "ConfigMap", data: { A: "1", B: "" } })).not.toBe(hash);
    expect(contentHash({ kind: "Secret", type: "Opaque", data: object.data })).not.toBe(
      contentHash({ kind: "Secret", type: "kubernetes.io/tls", data: object.data }),
    );
  });

  it("writes JSON as Go does", () => {
    expect(goJson({ b: "<&>", a: ["\u2029", null, { d: 1, c: true }], e: undefined })).toBe(
      '{"a":["\\u2029",null,{"c":true,"d":1}],"b":"\\u003c\\u0026\\u003e"}',
    );
  });
});
