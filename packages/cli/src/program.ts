import { Command } from "commander";
import { checkCommand } from "./commands/check.js";
import { doctorCommand } from "./commands/doctor.js";
import { explainCommand } from "./commands/explain.js";
import { guardCommand } from "./commands/guard.js";
import { labCommand } from "./commands/lab.js";
import { planCommand } from "./commands/plan.js";
import { renderCommand } from "./commands/render.js";
import { statusCommand } from "./commands/status.js";
import { ownVersion } from "./version.js";

/** The `ironworks` command with all its sub-commands. What a sub-command needs is loaded when it runs. */
export function createProgram(): Command {
  return new Command("ironworks")
    .description("Infrastructure as code for Metal3 and Ironic bare metal.")
    .version(ownVersion(), "--version", "print the version of this command")
    .showHelpAfterError("(add --help for what is possible)")
    .addCommand(labCommand())
    .addCommand(renderCommand())
    .addCommand(guardCommand())
    .addCommand(checkCommand())
    .addCommand(doctorCommand())
    .addCommand(explainCommand())
    .addCommand(statusCommand())
    .addCommand(planCommand());
}
