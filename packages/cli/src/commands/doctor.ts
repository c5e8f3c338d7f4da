import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import type { DoctorCommandOptions } from "../doctor/doctor.js";
import { exitWith, outputOf } from "../runProgram.js";
import { repeatable } from "./repeatable.js";

const STDIN = 0;
const CLEAR_LINE = "\r\u001b[K";

const AFTER_HELP = `
Nothing is changed anywhere: Ironic, BMCs and servers of images receive GET and
HEAD only, BMCs without a login. Credentials of the endpoint come from the
stack's configuration (ironworks:<name>.username, .password), then from the
environment (IRONWORKS_<NAME>_USERNAME, IRONWORKS_<NAME>_PASSWORD).

Exit codes: 0 nothing is wrong, or there are warnings only; 1 there are errors;
2 the command was used wrongly.

Examples:
  # the current stack of the project in this folder
  $ ironworks doctor
  # before the first \`pulumi up\`
  $ ironworks doctor --endpoint https://10.0.20.99:6385 --ca site-a.pem \\
      --bmc redfish://10.0.1.2 --url http://10.0.20.99:6180/images/ipa.iso
  # manifests of a control plane and of hosts
  $ ironworks doctor --file manifests`;

/** `ironworks doctor`: why it does not work, before and after the first run. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("look at endpoint, BMCs, images and names without changing anything, and say what is wrong")
    .option("--stack [name]", "read the state of a Pulumi stack (default: the current one of the project)")
    .option("--cwd <folder>", "the Pulumi project's folder", ".")
    .option("--endpoint <url>", "an Ironic API, e.g. https://10.0.20.99:6385; all its nodes are looked at")
    .option("--name <name>", "name of that endpoint, for the variables of its credentials", "ironic")
    .option("--ca <file>", "certificate authorities of that endpoint, PEM")
    .option("--insecure", "accept any certificate of that endpoint")
    .addOption(repeatable("--file <path>", "file or folder with Kubernetes objects: hosts, or a control plane"))
    .addOption(repeatable("--bmc <address>", "a BMC, e.g. redfish://10.0.1.2"))
    .addOption(repeatable("--url <url>", "a file that servers or Ironic are to fetch"))
    .option("--timeout <seconds>", "longest wait for one answer", wholeNumber, 10)
    .option("--parallel <count>", "how many things are looked at at a time", wholeNumber, 16)
    .option("--json", "print every finding as JSON")
    .addHelpText("after", AFTER_HELP)
    .action(async function (this: Command, options: DoctorCommandOptions) {
      const { doctor } = await import("../doctor/doctor.js");
      const output = outputOf(this);
      const progress = (line: string) => output.error(line === "" ? CLEAR_LINE : `${CLEAR_LINE}${line}`);
      exitWith(
        await doctor(options, {
          ...output,
          environment: (name) => process.env[name],
          readStdin: () => readFileSync(STDIN, "utf8"),
          ...(process.stderr.isTTY && { progress }),
        }),
      );
    });
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError("It must be a whole number above 0.");
  }
  return Number(text);
}
