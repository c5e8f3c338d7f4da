import { errorAt, type Problem } from "@ironworks/core";
import type * as pulumi from "@pulumi/pulumi";

/** Pulumi reads what it imports before a program has told it the provider, so its own error says nothing to a user. */
export function importProblems(name: string, opts: pulumi.CustomResourceOptions | undefined): Problem[] {
  if (opts?.import === undefined) {
    return [];
  }
  const problem = errorAt(
    "import",
    "cannot be used: Pulumi imports nothing with a provider that comes with its program.",
    "leave `import` out; declaring the resource attaches to a server that this stack had before",
  );
  return [{ ...problem, resource: name }];
}
