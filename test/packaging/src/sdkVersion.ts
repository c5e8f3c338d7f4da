import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The Pulumi SDK to test with: this workspace's, or the one whose folder `IRONWORKS_PULUMI_SDK` names. */
export async function sdkVersion(): Promise<string> {
  const other = process.env.IRONWORKS_PULUMI_SDK;
  const file = other ? join(other, "package.json") : createRequire(__filename).resolve("@pulumi/pulumi/package.json");
  const { version }: { version: string } = JSON.parse(await readFile(file, "utf8"));
  return version;
}
