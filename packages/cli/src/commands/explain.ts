import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { ExplainCommandOptions } from "../explain/explain.js";
import { exitWith, outputOf } from "../runProgram.js";

const STDIN = 0;

const AFTER_HELP = `
Exit codes: 0 explained, or the list of all codes; 1 not known, with what is
closest; 2 the command was used wrongly.

Examples:
  $ ironworks explain                     # all codes
  $ ironworks explain IRONIC_TLS
  $ ironworks explain "Timeout reached while inspecting the node"
  $ pulumi up 2>&1 | tee up.log; ironworks explain - < up.log`;

/** `ironworks explain`: what an error's code or a message means, and what to do. */
export function explainCommand(): Command {
  return new Command("explain")
    .description("what an error's code or a pasted message means: its class, its cause, and what to do")
    .argument("[code or text...]", "a code, e.g. IRONIC_TLS, or a message; `-` is standard input; without it all codes")
    .option("--json", "print as JSON")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, words: readonly string[], options: ExplainCommandOptions) {
      const { explain } = await import("../explain/explain.js");
      exitWith(explain(words, options, { ...outputOf(this), readStdin: () => readFileSync(STDIN, "utf8") }));
    });
}
