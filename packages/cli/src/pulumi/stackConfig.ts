import type { PulumiCommand } from "./pulumiCommand.js";

/** A look-up in the stack's configuration; undefined where the key is not set. */
export type StackConfig = (
  key: string,
) => Promise<{ readonly value: string } | { readonly failed: string } | undefined>;

/** The configuration of a stack. Of its secrets only those that are asked for are decrypted. */
export function stackConfig(pulumi: PulumiCommand, named: readonly string[]): StackConfig {
  let listing: Promise<readonly string[] | { readonly failed: string }> | undefined;
  return async (key) => {
    listing ??= keysOf(pulumi, named);
    const keys = await listing;
    if ("failed" in keys) {
      return keys;
    }
    if (!keys.includes(key)) {
      return undefined;
    }
    const found = await pulumi("config", "get", key, ...named);
    return "output" in found ? { value: found.output.replace(/\r?\n$/, "") } : { failed: found.failed };
  };
}

async function keysOf(
  pulumi: PulumiCommand,
  named: readonly string[],
): Promise<readonly string[] | { readonly failed: string }> {
  const listed = await pulumi("config", "--json", ...named);
  if ("failed" in listed) {
    return listed;
  }
  try {
    return Object.keys(JSON.parse(listed.output) as object);
  } catch {
    // Without a list nothing is configured, as far as this command knows.
    return [];
  }
}
