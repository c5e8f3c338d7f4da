import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES, FAILURES, STACK_FAILURES } from "@ironworks/core";
import { ADMISSION_RULES } from "@ironworks/metal3";
import { createProgram } from "ironworks";
import { CLI_PAGE, cliPage } from "./cliPage.js";
import { DRAWING, drawing } from "./drawing.js";
import { ERRORS_PAGE, errorsPage } from "./errorsPage.js";
import { ON_DESTROY_PAGE, withOnDestroyTable } from "./onDestroyTable.js";
import { RULES_PAGE, rulesPage } from "./rulesPage.js";

const root = join(__dirname, "../../..");

async function main(): Promise<void> {
  writeFileSync(join(root, RULES_PAGE), rulesPage(ADMISSION_RULES));
  process.stdout.write(`${RULES_PAGE}: ${ADMISSION_RULES.length} rules\n`);
  writeFileSync(join(root, ERRORS_PAGE), errorsPage(ERROR_CODES, FAILURES, STACK_FAILURES));
  process.stdout.write(`${ERRORS_PAGE}: ${ERROR_CODES.length} codes\n`);
  writeFileSync(join(root, ON_DESTROY_PAGE), withOnDestroyTable(readFileSync(join(root, ON_DESTROY_PAGE), "utf8")));
  process.stdout.write(`${ON_DESTROY_PAGE}: what deleting does\n`);
  writeFileSync(join(root, CLI_PAGE), cliPage(createProgram()));
  process.stdout.write(`${CLI_PAGE}: every command\n`);
  writeFileSync(join(root, DRAWING.picture), await drawing(root));
  process.stdout.write(`${DRAWING.picture}: drawn from ${DRAWING.source}\n`);
}

void main();
