import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { admissionRules } from "@ironworks/core";
import { RULES_PAGE, rulesPage } from "./rulesPage.js";

const root = join(__dirname, "../../..");
writeFileSync(join(root, RULES_PAGE), rulesPage(admissionRules));
process.stdout.write(`${RULES_PAGE}: ${admissionRules.length} rules\n`);
