import { dirname, join } from "node:path";
import { GoBuild } from "@ironworks/lab";

/** Holds the pins: go.mod and go.sum. */
export const goFolder: string = join(__dirname, "..", "go");

const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const TAGS = "osusergo,grpcnotrace";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Everything but the pins that decides what the binary is. */
export const buildRecipe: string = [COMMAND, TAGS, VERSION_VARIABLE, "trimpath -s -w"].join(" ");

export interface BuildPulumiOptions {
  readonly version: string;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Builds `pulumi` into the file `output`; nothing else is left. */
export async function buildPulumi(output: string, { version, log, signal }: BuildPulumiOptions): Promise<void> {
  const build = new GoBuild({ cache: dirname(dirname(output)), log, signal });
  try {
    const program = {
      title: `pulumi ${version}`,
      folder: goFolder,
      package: COMMAND,
      tags: TAGS,
      variables: { [VERSION_VARIABLE]: `v${version}` },
      takes: "usually 3–5 minutes on 2 cores",
    };
    await build.build(program, output);
  } finally {
    await build.close();
  }
}
