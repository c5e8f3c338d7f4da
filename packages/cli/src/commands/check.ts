import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { CheckCommandOptions } from "../check/check.js";
import { CommandExit } from "../runProgram.js";

const STDIN = 0;

/** `ironworks check`: what the API server and the operator would say to objects, without either. */
export function checkCommand(): Command {
  return new Command("check")
    .description("what the API server and the operator's webhooks would say to objects, and what they should have said")
    .argument("<files...>", "files or folders with Kubernetes objects, as YAML or JSON; `-` is standard input")
    .option("--release <patch>", "release of baremetal-operator that is to take them, e.g. v0.13.2")
    .option("--old <file>", "the objects as they are, for updates; may be repeated", collect, [])
    .option("--state <state>", "provisioning state of the hosts that are updated, e.g. inspecting; or detached")
    .option("--namespace <name>", "namespace of objects that name none (default: `default`)")
    .option("--format <format>", "text or json", "text")
    .addHelpText(
      "after",
      "\nExit codes: 0 everything would be accepted, 1 something would be refused,\n2 the command was used wrongly or a file is no YAML.",
    )
    .action(async function (this: Command, files: readonly string[], options: CheckCommandOptions) {
      const { check } = await import("../check/check.js");
      const { writeOut, writeErr } = this.configureOutput();
      const code = check(files, options, {
        readStdin: () => readFileSync(STDIN, "utf8"),
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
