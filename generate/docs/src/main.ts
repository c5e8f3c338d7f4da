import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ADMISSION_RULES } from "@ironworks/metal3";
import { RULES_PAGE, rulesPage } from "./rulesPage.js";

const root = join(__dirname, "../../..");
writeFileSync(join(root, RULES_PAGE), rulesPage(ADMISSION_RULES));
process.stdout.write(`${RULES_PAGE}: ${ADMISSION_RULES.length} rules\n`);
