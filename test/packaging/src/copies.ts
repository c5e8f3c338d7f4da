import { existsSync, readdirSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

const root = join(__dirname, "..", "..", "..");

/** A folder that users copy and install. */
export interface Copyable {
  /** Such as `examples/quickstart`. */
  readonly title: string;
  readonly folder: string;
}

/** With the newest SDK, what people start from; else every example as well. */
const PARENTS = process.env.IRONWORKS_PULUMI_SDK ? ["templates"] : ["examples", "templates"];

/** Every example and template that this run installs. */
export const COPYABLES: readonly Copyable[] = PARENTS.flatMap((parent) =>
  readdirSync(join(root, parent))
    .map((name) => ({ title: `${parent}/${name}`, folder: join(root, parent, name) }))
    .filter(({ folder }) => existsSync(join(folder, "package.json"))),
);

/** Copies it as Git holds it. What `pulumi new` puts in place of its two words is put there. */
export async function copyOut({ folder }: Copyable, into: string): Promise<void> {
  await cp(folder, into, {
    recursive: true,
    filter: (source) => !["node_modules", "dist"].includes(basename(source)),
  });
  for (const name of ["package.json", "Pulumi.yaml"]) {
    const file = join(into, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of `pulumi new`
    await (text && writeFile(file, text.replaceAll("${PROJECT}", "copy").replaceAll("${DESCRIPTION}", "A copy")));
  }
}

/** Sets the version of the Pulumi SDK that the project in `folder` depends on, where it does. */
export async function pinSdk(folder: string, version: string): Promise<void> {
  const file = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  if (manifest.dependencies["@pulumi/pulumi"]) {
    manifest.dependencies["@pulumi/pulumi"] = version;
    await writeFile(file, JSON.stringify(manifest));
  }
}
