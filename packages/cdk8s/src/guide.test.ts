import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cdk8s from "cdk8s";
import ts from "typescript";
import { afterAll, expect, it, vi } from "vitest";
import { parseAllDocuments } from "yaml";
import * as ironworks from "./index.js";
import type { SynthesisedObject } from "./testing/sample.js";

const folder = mkdtempSync(join(tmpdir(), "ironworks-guide-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program of the guide, as it stands. */
function run(code: string): { readonly objects: readonly SynthesisedObject[]; readonly printed: readonly string[] } {
  const packages: Readonly<Record<string, unknown>> = { cdk8s, "@ironworks/cdk8s": ironworks };
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const printed = vi.spyOn(console, "warn").mockReturnValue();
  vi.stubEnv("CDK8S_OUTDIR", folder);
  try {
    new Function("require", "exports", outputText)((name: string) => packages[name], {});
    const objects = readdirSync(folder).flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), "utf8")).map((document) => document.toJS()),
    );
    return { objects, printed: printed.mock.calls.map(([text]) => String(text)) };
  } finally {
    vi.unstubAllEnvs();
    printed.mockRestore();
  }
}

it("the guide's first example deploys an operator, an Ironic and a host, and leaves no warning unexplained", () => {
  const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "cdk8s.md"), "utf8");
  const [, first = ""] = /^```ts\n(.*?)^```$/ms.exec(guide) ?? [];
  const { objects, printed } = run(first);
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toContain("Deployment baremetal-operator-controller-manager");
  expect(names).toContain("Deployment baremetal-operator-ironic");
  expect(names).toContain("BareMetalHost node-0");
  expect(printed).toEqual([]);
});
