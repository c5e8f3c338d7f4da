import { readFileSync, writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { exitWith, outputOf } from "../runProgram.js";
import type { StatusCommandOptions } from "../status/status.js";

const STDIN = 0;

const AFTER_HELP = `
Credentials come from the stack's configuration (ironworks:<name>.username,
.password; not with --state), then from the environment
(IRONWORKS_<NAME>_USERNAME, IRONWORKS_<NAME>_PASSWORD). Nothing is changed, and
of the state no secret is decrypted.

Exit codes: 0 everything was read, and no host failed or differs from the state;
1 one does, or something could not be read; 2 the command was used wrongly.

Examples:
  # the current stack of the project in this folder
  $ ironworks status --watch
  # an endpoint alone
  $ ironworks status --endpoint https://10.0.20.99:6385 --ca ca.pem
  # a page with disks and switch ports
  $ ironworks status --html fleet.html`;

/** `ironworks status`: hosts as they are, beside what a stack knows of them. */
export function statusCommand(): Command {
  return new Command("status")
    .description("show hosts: state, step, heartbeat, power, disk, machine; and where a stack's state differs")
    .option("--stack [name]", "hosts of a Pulumi stack (default: the current one of the project)")
    .option("--cwd <folder>", "the Pulumi project's folder", ".")
    .option("--state <file>", "in place of --stack: what `pulumi stack export` wrote; `-` is standard input")
    .option("--endpoint <url>", "all hosts of an Ironic API, e.g. https://10.0.20.99:6385")
    .option("--name <name>", "name of that endpoint, for the variables of its credentials", "ironic")
    .option("--ca <file>", "certificate authorities of that endpoint, PEM")
    .option("--insecure", "accept any certificate of that endpoint")
    .option("--all", "with a stack: also the hosts of its endpoints that are not its own")
    .option("--watch", "show it again and again, until ^C")
    .option("--interval <seconds>", "of --watch", wholeNumber, 5)
    .option("--json", "print it as JSON; with --watch one line each time")
    .option("--html <file>", "also write a page that needs no server, with disks and switch ports")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, options: StatusCommandOptions) {
      const { status } = await import("../status/status.js");
      const output = outputOf(this);
      const stopping = new AbortController();
      const stop = (): void => stopping.abort();
      if (options.watch) {
        process.once("SIGINT", stop).once("SIGTERM", stop);
      }
      try {
        exitWith(
          await status(options, {
            ...output,
            environment: (name) => process.env[name],
            readStdin: () => readFileSync(STDIN, "utf8"),
            writeFile: (file, text) => writeFileSync(file, text),
            now: () => new Date(),
            get columns() {
              return output.columns;
            },
            get lines() {
              return process.stdout.isTTY ? process.stdout.rows : undefined;
            },
            stop: stopping.signal,
          }),
        );
      } finally {
        process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
      }
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number above 0.");
  }
  return Number(text);
}
