import { describe, expect, it } from "vitest";
import { readStackState } from "./stackState.js";
import { hostResource, machineResource, stackExport } from "./testing/stackExport.js";

describe("the state of a stack", () => {
  it("yields hosts, machines and endpoints, and no secret", () => {
    const state = readStackState(stackExport(hostResource(0), machineResource(0)), "the state");
    expect(state).toMatchObject({
      routes: [{ name: "site-a", url: "https://192.0.2.10:6385" }],
      hosts: [{ name: "node-0", owner: "acme/site/dev", incarnation: "i-0" }],
      machines: [{ name: "web-0", imageChecksum: "sha256:aaaa", rootDisk: { serial: "NV-0000" } }],
    });
    expect(JSON.stringify(state)).not.toContain("SESAME");
  });

  it("is read from a file of Pulumi's own backend as well", () => {
    const { deployment } = JSON.parse(stackExport(hostResource(0)));
    const checkpoint = JSON.stringify({ version: 3, checkpoint: { latest: deployment } });
    expect(readStackState(checkpoint, "the state")).toMatchObject({ hosts: [{ name: "node-0" }] });
  });

  it.each([
    ["not JSON", "hosts: []", "is not the state of a Pulumi stack."],
    ["other JSON", "[1]", "is not the state of a Pulumi stack."],
    ["no resources", stackExport(), "has neither hosts nor machines of Ironworks."],
    ["null resources", '{"deployment":{"resources":null}}', "has neither hosts nor machines of Ironworks."],
    [
      "others' resources",
      stackExport({ urn: "a", type: "aws:s3:Bucket" }),
      "has neither hosts nor machines of Ironworks.",
    ],
  ])("%s is a problem", (_, text, message) => {
    expect(readStackState(text, "the state")).toMatchObject({ field: "the state", message });
  });

  it("what is on its way out after a replacement is not a host", () => {
    const gone = { ...hostResource(0), delete: true };
    expect(readStackState(stackExport(gone, hostResource(1)), "s")).toMatchObject({ hosts: [{ name: "node-1" }] });
  });

  it("survives resources of any shape", () => {
    const odd = ["x", null, 7, {}, { type: 4 }, { type: "pulumi-nodejs:ironworks:BareMetalHost", outputs: [] }];
    const text = JSON.stringify({ deployment: { resources: odd } });
    expect(readStackState(text, "s")).toMatchObject({ hosts: [{ name: "", owner: "" }] });
  });
});
