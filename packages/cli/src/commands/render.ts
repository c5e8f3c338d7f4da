import { Command } from "commander";
import type { RenderOptions } from "../render/render.js";
import { exitWith, outputOf } from "../runProgram.js";
import { repeatable } from "./repeatable.js";

const AFTER_HELP = `
Exit codes: 0 done, or \`--diff\` found no difference; 1 \`--diff\` found some;
2 the command was used wrongly, or the cluster cannot be asked.

A password is given as IRONIC_PASSWORD in the environment or in an --env-file,
not on the command line.

Examples:
  # what upstream's deploy.sh applies for operator and Ironic with TLS
  $ ironworks render --release v0.13.2 --deploy-flags "-b -i -t" \\
      --env IRONIC_HOST_IP=10.0.20.99 --env-file secrets.env
  # a file for each object; the folder may be one that render wrote before
  $ ironworks render --release v0.13.2 --deploy-flags "-b -n" --out manifests
  # what applying it would change
  $ ironworks render --release v0.13.2 --deploy-flags "-b -n" --diff cluster`;

/** `ironworks render`: the objects of a stack, or what applying them would change. */
export function renderCommand(): Command {
  return new Command("render")
    .description("the Kubernetes objects of a stack, or what applying them would change")
    .option("--profile <name>", "what to render: `upstream` is what upstream's deploy.sh applies", "upstream")
    .option("--release <patch>", "release of baremetal-operator, e.g. v0.13.2")
    .option("--deploy-flags <flags>", 'flags of deploy.sh, e.g. "-b -i -n"')
    .addOption(repeatable("--env <NAME=value>", "a variable of deploy.sh"))
    .addOption(repeatable("--set <KEY=value>", "a key of upstream's .env files"))
    .option("--env-file <file>", "file with variables of deploy.sh, for secrets")
    .option("--format <format>", "yaml or json", "yaml")
    .option(
      "--out <folder>",
      "write a file for each object, and remove what an earlier run wrote and this one does not",
    )
    .option("--diff <folder|cluster>", "show what would change against files in a folder, or in a live cluster")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, options: RenderOptions) {
      const { render } = await import("../render/render.js");
      exitWith(await render(options, { ...outputOf(this), environment: process.env }));
    });
}
