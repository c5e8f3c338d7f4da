import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiObject, Chart, Testing } from "cdk8s";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { BareMetalHost, GitOps } from "./index.js";
import { hostProps, mistakesOf, route, type SynthesisedObject, synth } from "./testing/sample.js";

const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "cdk8s.md"), "utf8");
const examples = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, text = ""]) => parse(text) as SynthesisedObject,
);

it("the guide has an example for External Secrets, Sealed Secrets and SOPS", () => {
  expect(examples.map(({ kind }) => kind)).toEqual(["ExternalSecret", "SealedSecret", "Secret"]);
});

describe.each(examples)("the guide's $kind", (example) => {
  /** The example beside a host that names a Secret. */
  const beside = (credentialsName: string): { readonly hosts: Chart; readonly warnings: string[] } => {
    const hosts = new Chart(Testing.app(), "hosts", { namespace: "site-a" });
    new ApiObject(hosts, "secret", { ...example, metadata: { ...example.metadata } });
    new BareMetalHost(hosts, "node-0", { ...hostProps(), route, bmc: { ...hostProps().bmc, credentialsName } });
    return { hosts, warnings: BareMetalHost.warnings(hosts) };
  };

  it("makes the Secret that the host names", () => {
    const { hosts, warnings } = beside("node-0-bmc");
    expect(mistakesOf(hosts)).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it("is missed where the host names another one", () => {
    expect(beside("node-0").warnings.join("\n")).toContain("names the Secret `node-0`, but the set has only others");
  });

  it("carries the annotations that `GitOps.protect` gives, and the operator's label on its Secret", () => {
    const chart = new Chart(Testing.app(), "hosts");
    const { annotations, labels, ...metadata } = example.metadata;
    GitOps.protect(new ApiObject(chart, "secret", { ...example, metadata }));
    expect(synth(chart)[0]?.metadata.annotations).toEqual(annotations);
    const made = JSON.stringify([labels, example.spec ?? {}]);
    expect(made).toContain('"environment.metal3.io":"baremetal"');
  });
});
