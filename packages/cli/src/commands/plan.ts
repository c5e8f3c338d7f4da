import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import type { PlanCommandOptions } from "../plan/plan.js";
import { exitWith, outputOf } from "../runProgram.js";

const STDIN = 0;

const AFTER_HELP = `
A host is, the most dangerous first: refused, erased, may be erased (values decide
that are not known yet), installed, powered off, rebooted (into its deploy
ramdisk), powered on, not decided (the preview ended before it), or untouched.
What is said of writes comes from the preview itself; deletes, of which a preview
says nothing, from the state. Live data is one list of each endpoint; one that
does not answer is a warning. Nothing is changed, and of the state no secret is
decrypted. Credentials are found as by \`ironworks status\`.

Exit codes: 0 no more is erased than may be; 1 something is refused, or there is
no complete plan; 2 the command was used wrongly; 3 more would be erased, or may
be, than --max-destructive.

Examples:
  # the current stack of the project in this folder
  $ ironworks plan
  # a gate in CI: one server may be erased, and no more
  $ ironworks plan --stack prod --max-destructive 1
  # from files, without Pulumi and without the network
  $ ironworks plan --preview preview.json --state state.json --offline --json`;

/** `ironworks plan`: what a preview means for servers and their disks. */
export function planCommand(): Command {
  return new Command("plan")
    .description("what `pulumi up` would do to each server: erase, install, power; deletes included")
    .option("--stack <name>", "the Pulumi stack (default: the current one of the project)")
    .option("--cwd <folder>", "the Pulumi project's folder", ".")
    .option(
      "--preview <file>",
      "in place of a run of its own: what `pulumi preview --json` printed; `-` is standard input",
    )
    .option("--state <file>", "with --preview: what `pulumi stack export` wrote, for the hosts that stay as they are")
    .option("--offline", "ask no endpoint")
    .option("--max-destructive <count>", "how many hosts may be erased", count, 0)
    .option("--json", "print it as JSON, for programs")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, options: PlanCommandOptions) {
      const { plan } = await import("../plan/plan.js");
      const surroundings = {
        ...outputOf(this),
        environment: (name: string) => process.env[name],
        readStdin: () => readFileSync(STDIN, "utf8"),
        now: () => new Date(),
      };
      exitWith(await plan(options, surroundings));
    });
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return Number(text);
}
