import { Command } from "commander";
import type { RenderOptions } from "../render/render.js";
import { CommandExit } from "../runProgram.js";

/** `ironworks render`: the objects of a stack, or what applying them would change. */
export function renderCommand(): Command {
  return new Command("render")
    .description("the Kubernetes objects of a stack, or what applying them would change")
    .option("--profile <name>", "what to render: `upstream`, which is what upstream's deploy.sh applies")
    .option("--release <patch>", "release of baremetal-operator, e.g. v0.13.2")
    .option("--deploy-flags <flags>", 'flags of deploy.sh, e.g. "-b -i -n"')
    .option("--env <NAME=value>", "a variable of deploy.sh; may be repeated", collect, [])
    .option("--set <KEY=value>", "a key of upstream's .env files; may be repeated", collect, [])
    .option("--env-file <file>", "file with variables of deploy.sh, for secrets")
    .option("--format <format>", "yaml or json", "yaml")
    .option("--out <folder>", "write a file for each object, into a new or empty folder")
    .option("--diff <folder|cluster>", "show what would change against files in a folder, or in a live cluster")
    .action(async function (this: Command, options: RenderOptions) {
      const { render } = await import("../render/render.js");
      const { writeOut, writeErr } = this.configureOutput();
      const code = await render(options, {
        environment: process.env,
        out: (text) => writeOut?.(text),
        error: (text) => writeErr?.(text),
      });
      if (code !== 0) {
        throw new CommandExit(code);
      }
    });
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
