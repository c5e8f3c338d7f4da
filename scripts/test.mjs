/** The rest of `npm test`, after set-up: every check and test, counted. Ends with `N passed, N failed`. */
import { writeFileSync } from "node:fs";
import { bold, dim, duration, green, red, say } from "./setup/terminal.mjs";
import { add, conclude, nothing } from "./test/counts.mjs";
import { check, current, newest, vitest } from "./test/parts.mjs";

const parts = [
  ["format and lint", () => check("biome", ["check", "--error-on-warnings", "--diagnostic-level=warn", "."])],
  ["types, of tests, examples and documentation too", () => check("scripts/checkTypes.mjs")],
  ["rooms: imports point down", () => check("scripts/checkRooms.mjs")],
  ["no export, file or dependency that nobody uses", () => check("knip")],
  ["reports of the public API", () => check("scripts/apiReports.mjs")],
  ["site, with the API: no dead link", () => check("scripts/site.mjs", ["build"])],
  ["unit tests", () => vitest(current, "unit")],
  ["unit tests on Node 24 with the newest Pulumi SDK", () => vitest(newest(), "unit")],
  ["packed packages in empty projects", () => vitest(current, "packed")],
  ["packed packages on Node 24 with the newest Pulumi SDK", () => vitest(newest(), "packed")],
  ["real Ironic, real Pulumi engine", () => vitest(current, "real")],
];

let total = nothing;
const lines = [];
for (const [title, run] of parts) {
  say(bold(title));
  const started = Date.now();
  const counts = await run();
  total = add(total, counts);
  const failed = counts.failed > 0 ? red(`${counts.failed} failed`) : dim("0 failed");
  const line = `${title}: ${counts.passed} passed, ${failed} ${dim(`in ${duration(Date.now() - started)}`)}`;
  lines.push(line);
  say(`${line}\n`);
}

say(bold("Summary"));
for (const line of lines) {
  say(line, "  ");
}
const good = total.failed === 0 && total.passed > 0;
say(good ? green("All is well.") : red("Something failed: see the parts above."));
if (process.env.IRONWORKS_COUNTS) {
  writeFileSync(process.env.IRONWORKS_COUNTS, JSON.stringify(total));
}
process.exitCode = conclude(total);
