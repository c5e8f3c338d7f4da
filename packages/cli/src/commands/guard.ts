import { Command } from "commander";
import type { GuardCommandOptions } from "../guard/guard.js";
import { exitWith, outputOf } from "../runProgram.js";
import { repeatable } from "./repeatable.js";

const AFTER_HELP = `
Exit codes: 0 done, 2 the command was used wrongly.

Examples:
  # put the guard into the cluster of the current context
  $ ironworks guard | kubectl apply --server-side -f -
  # into a repository, where Cluster API's controller may deprovision
  $ ironworks guard --out guard \\
      --exempt system:serviceaccount:capm3-system:capm3-manager`;

/** `ironworks guard`: the policies that keep installed hosts from being wiped. */
export function guardCommand(): Command {
  return new Command("guard")
    .description("the admission policies with which the API server refuses what could wipe a host (Kubernetes 1.30)")
    .addOption(repeatable("--exempt <user>", "user name whose writes need no approval"))
    .option("--create-with-image <allow|refuse>", "whether a host may be created with an image", "allow")
    .option("--format <format>", "yaml or json", "yaml")
    .option(
      "--out <folder>",
      "write a file for each object, and remove what an earlier run wrote and this one does not",
    )
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, options: GuardCommandOptions) {
      const { guard } = await import("../guard/guard.js");
      exitWith(await guard(options, outputOf(this)));
    });
}
