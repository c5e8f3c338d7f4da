import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { CheckCommandOptions } from "../check/check.js";
import { exitWith, outputOf } from "../runProgram.js";
import { repeatable } from "./repeatable.js";

const STDIN = 0;

const AFTER_HELP = `
Exit codes: 0 nothing is wrong, or there are warnings only; 1 something would be
refused, or cannot work; 2 the command was used wrongly or a file is not YAML.

Examples:
  # a folder of manifests
  $ ironworks check --release v0.13.2 manifests
  # an update of hosts that the operator inspects
  $ ironworks check --release v0.13.2 --old old.yaml --state inspecting new.yaml
  # for programs: file and line of each problem
  $ kubectl kustomize . | ironworks check --release v0.13.2 --format json -
  # for code scanning, and as annotations of GitHub's runner
  $ ironworks check --release v0.13.2 --format sarif manifests > check.sarif
  $ ironworks check --release v0.13.2 --format github manifests`;

/** `ironworks check`: what the API server and the operator would say to objects, without either. */
export function checkCommand(): Command {
  return new Command("check")
    .description("what the API server and the operator's webhooks would say to objects, and what they should have said")
    .argument("<files...>", "files or folders with Kubernetes objects, as YAML or JSON; `-` is standard input")
    .option("--release <patch>", "release of baremetal-operator that is to take them, e.g. v0.13.2")
    .addOption(repeatable("--old <file>", "the objects as they are, for updates"))
    .option("--state <state>", "provisioning state of the hosts that are updated, e.g. inspecting; or detached")
    .option("--namespace <name>", "namespace of objects that name none (default: `default`)")
    .option("--format <format>", "text, json, sarif or github", "text")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, files: readonly string[], options: CheckCommandOptions) {
      const { check } = await import("../check/check.js");
      exitWith(check(files, options, { ...outputOf(this), readStdin: () => readFileSync(STDIN, "utf8") }));
    });
}
